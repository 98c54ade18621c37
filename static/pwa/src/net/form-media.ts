// Fetching what a form sounds and looks like, by the hash of its content.

import { NetError } from '../domain/failure';
import { sha256 as hashOf } from '../domain/record';
import { gateway } from './http';
import type { OnBytes } from '../sync/ports';

const TIMEOUT_MS = 60000;

/** The content of that name; null when the server does not give it out (any more). Rejects with NetError. */
export async function fetchFormMedium(
  sha256: string,
  onBytes: OnBytes,
): Promise<{ bytes: ArrayBuffer; type: string } | null> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), TIMEOUT_MS);
  try {
    const answer = await fetch(`/form-media/${sha256}`, {
      signal: limit.signal,
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
    });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new NetError(gateway(answer.status), answer.status);
    const bytes = await answer.arrayBuffer();
    onBytes(bytes.byteLength, 'prompts');
    if ((await hashOf(bytes)) !== sha256) throw new NetError('portal', answer.status);
    return { bytes, type: answer.headers.get('Content-Type') || 'application/octet-stream' };
  } catch (error) {
    throw error instanceof NetError ? error : new NetError('offline');
  } finally {
    clearTimeout(timer);
  }
}
