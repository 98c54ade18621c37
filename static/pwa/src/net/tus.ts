// Sending a medium by tus 1.0: from where it stopped, over days and restarts. What the server has is not sent again.

import { NetError } from '../domain/failure';
import { kindOf } from '../domain/thrift';
import type { Sending } from '../sync/ports';
import { ask, refusal } from './http';
import type { Answer } from './http';

const TUS = { 'Tus-Resumable': '1.0.0' };
const BYTES = { 'Content-Type': 'application/offset+octet-stream' };
/** What is small enough goes along with the creation: one round trip for a short voice. */
const WITH_CREATION = 48 * 1024;

/** Answers that say nothing of the upload: it is asked for again later. */
const LATER = [408, 425, 429, 499];

/** Sends until the server holds it all. Rejects with NetError; what got through stays there. */
export async function sendMedium(what: Sending): Promise<void> {
  const length = what.bytes.byteLength;
  let [url, at] = (await resumed(what)) ?? (await create(what));
  what.onProgress(at);
  while (at < length) {
    at = await patch(url, at, what);
    what.onProgress(at);
  }
}

/** The offset of an earlier attempt; null when there was none, or the server does not know it any more. */
async function resumed({ url, token, bytes }: Sending): Promise<[string, number] | null> {
  const at = url === null ? null : await offsetAt(url, token);
  return url === null || at === null || at > bytes.byteLength ? null : [url, at];
}

/** The server's offset of an upload; null when it has none for us. The answer to a HEAD cannot say why: making the
 * upload anew finds out. */
async function offsetAt(url: string, token: string): Promise<number | null> {
  const answer = await ask({ method: 'HEAD', path: url, token, headers: TUS, timeoutMs: 30000 });
  if (answer.status >= 400 && answer.status < 500 && !LATER.includes(answer.status)) return null;
  if (!answer.ok) throw refusal(answer);
  return offsetOf(answer);
}

async function create(what: Sending): Promise<[string, number]> {
  const { token, bytes, sha256, type, sealed, chunk } = what;
  const first = bytes.byteLength <= Math.min(WITH_CREATION, chunk) ? bytes : undefined;
  const metadata = `sha256 ${btoa(sha256)},type ${btoa(type.split(';')[0] as string)}${sealed ? `,sealed ${btoa(sealed)}` : ''}`;
  const headers = {
    ...TUS,
    'Upload-Length': String(bytes.byteLength),
    'Upload-Metadata': metadata,
    ...(first ? BYTES : {}),
  };
  what.onBytes(first?.byteLength ?? 0, kindOf(type));
  const answer = await ask({ method: 'POST', path: '/api/v1/media/', token, headers, body: first, timeoutMs: 90000 });
  if (answer.status !== 201) throw refusal(answer);
  const location = answer.headers.get('Location');
  if (!location) throw new NetError('portal', answer.status);
  // Only the path is stored: behind a proxy the server may not know its own name.
  const url = new URL(location, 'https://here.invalid').pathname;
  await what.onUrl(url);
  return [url, answer.headers.has('Upload-Offset') ? offsetOf(answer) : 0];
}

async function patch(url: string, at: number, what: Sending): Promise<number> {
  const body = what.bytes.slice(at, at + what.chunk);
  what.onBytes(body.byteLength, kindOf(what.type));
  const answer = await ask({
    method: 'PATCH',
    path: url,
    token: what.token,
    headers: { ...TUS, ...BYTES, 'Upload-Offset': String(at) },
    body,
    timeoutMs: 120000,
  });
  if (answer.status === 409) return whereItIs(url, at, what);
  if (answer.status !== 204) throw refusal(answer);
  const now = offsetOf(answer);
  if (now <= at) throw new NetError('portal', answer.status);
  return now;
}

/** An answer got lost, or an attempt that we gave up is still arriving. */
async function whereItIs(url: string, at: number, what: Sending): Promise<number> {
  const real = await offsetAt(url, what.token);
  if (real === null || real === at || real > what.bytes.byteLength) throw new NetError('server', 409);
  return real;
}

function offsetOf(answer: Answer): number {
  const offset = Number(answer.headers.get('Upload-Offset') ?? NaN);
  if (!(offset >= 0)) throw new NetError('portal', answer.status);
  return offset;
}
