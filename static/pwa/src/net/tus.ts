// Sending a medium by tus 1.0: from where it stopped, over days and restarts. What the server has is not sent again.

import { NetError, ask, refusal } from './http';
import type { OnBytes } from './http';

const TUS = { 'Tus-Resumable': '1.0.0' };
const CREATE_WITH = 48 * 1024;
const CHUNK = 128 * 1024;

export interface Sending {
  token: string;
  sha256: string;
  type: string;
  bytes: ArrayBuffer;
  /** Where an earlier attempt lives; null when there is none. */
  url: string | null;
  /** Called as soon as the server has given the upload an address, so that it outlives us. */
  onUrl(url: string): Promise<void>;
  onProgress(sent: number): void;
  onBytes: OnBytes;
}

/** Sends until the server holds it all. Rejects with NetError; what got through stays there. */
export async function send(what: Sending): Promise<void> {
  let at = what.url === null ? null : await whereWeAre(what.url, what.token);
  let url = what.url;
  if (at === null || url === null) [url, at] = await create(what);
  while (at < what.bytes.byteLength) {
    what.onProgress(at);
    at = await patch(url, at, what);
  }
  what.onProgress(at);
}

/** The server's offset of an upload; null when it does not know it any more. */
async function whereWeAre(url: string, token: string): Promise<number | null> {
  const answer = await ask({ method: 'HEAD', path: url, token, headers: TUS, timeoutMs: 30000 });
  if (answer.status === 404 || answer.status === 410) return null;
  if (!answer.ok) throw new NetError(answer.status >= 500 ? 'server' : 'rejected', answer.status);
  return offsetOf(answer);
}

async function create(what: Sending): Promise<[string, number]> {
  const first = what.bytes.byteLength <= CREATE_WITH ? what.bytes : null;
  const answer = await ask({
    method: 'POST',
    path: '/api/v1/media/',
    token: what.token,
    headers: {
      ...TUS,
      'Upload-Length': String(what.bytes.byteLength),
      'Upload-Metadata': `sha256 ${btoa(what.sha256)},type ${btoa(what.type.split(';')[0] as string)}`,
      ...(first ? { 'Content-Type': 'application/offset+octet-stream' } : {}),
    },
    body: first ?? undefined,
    timeoutMs: 90000,
  });
  what.onBytes(first?.byteLength ?? 0);
  if (answer.status !== 201) throw await refusal(answer);
  const location = answer.headers.get('Location');
  if (!location) throw new NetError('portal', answer.status);
  // Only the path is kept: behind a proxy the server may not know its own name.
  const url = new URL(location, window.location.href).pathname;
  await what.onUrl(url);
  return [url, offsetOf(answer)];
}

async function patch(url: string, at: number, what: Sending): Promise<number> {
  const body = what.bytes.slice(at, at + CHUNK);
  const answer = await ask({
    method: 'PATCH',
    path: url,
    token: what.token,
    headers: { ...TUS, 'Upload-Offset': String(at), 'Content-Type': 'application/offset+octet-stream' },
    body,
    timeoutMs: 120000,
  });
  what.onBytes(body.byteLength);
  if (answer.status === 409) {
    // An answer got lost: the server is further than we thought.
    const real = await whereWeAre(url, what.token);
    if (real === null || real === at) throw new NetError('rejected', 409);
    return real;
  }
  if (answer.status !== 204) throw await refusal(answer);
  const now = offsetOf(answer);
  if (now <= at) throw new NetError('portal', answer.status);
  return now;
}

function offsetOf(answer: Response): number {
  const offset = Number(answer.headers.get('Upload-Offset') ?? NaN);
  if (!(offset >= 0)) throw new NetError('portal', answer.status);
  return offset;
}
