// Fetching what a form sounds and looks like, and what was recorded for somebody alone, by the hash of its content.

import { NetError } from '../domain/failure';
import { sha256 as hashOf } from '../domain/record';
import { gateway } from './http';
import type { OnBytes } from '../sync/ports';

const TIMEOUT_MS = 60000;

export interface Fetched {
  bytes: ArrayBuffer;
  type: string;
}

/** The content of that name; null when the server does not give it out (any more). Rejects with NetError. */
export const fetchFormMedium = (sha256: string, onBytes: OnBytes): Promise<Fetched | null> =>
  fetched(`/form-media/${sha256}`, sha256, onBytes);

/** What a reviewer recorded for whoever bears this token. */
export const fetchAskedVoice = (sha256: string, onBytes: OnBytes, token: string): Promise<Fetched | null> =>
  fetched(`/api/v1/voices/${sha256}`, sha256, onBytes, { Authorization: `Bearer ${token}` });

async function fetched(
  path: string,
  sha256: string,
  onBytes: OnBytes,
  headers: Record<string, string> = {},
): Promise<Fetched | null> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), TIMEOUT_MS);
  try {
    const answer = await fetch(path, {
      headers,
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
