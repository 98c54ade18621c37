// One way to ask the server, and what can go wrong on the way. The only folder that knows fetch.

import type { SyncReason } from '../app/app';

/** Why a request did not succeed. `retryAfterS` where the server said when to come back. */
export class NetError extends Error {
  constructor(
    readonly reason: SyncReason,
    readonly status = 0,
    readonly retryAfterS = 0,
    readonly code = '',
  ) {
    super(`${reason} ${status} ${code}`);
  }
}

/** Bytes up and down since the start; `onBytes` hears of each request. */
export type OnBytes = (count: number) => void;

export interface Ask {
  method: string;
  path: string;
  token?: string;
  headers?: Record<string, string>;
  body?: ArrayBuffer | Uint8Array | string;
  timeoutMs: number;
}

const REASONS: Record<string, SyncReason> = {
  'not-enrolled': 'not-enrolled',
  revoked: 'revoked',
  'upgrade-required': 'upgrade',
  'slow-down': 'slow-down',
};

/** Asks, with a time limit. A redirect is no answer of ours: gateways send people to their own page. */
export async function ask({ method, path, token, headers, body, timeoutMs }: Ask): Promise<Response> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeoutMs);
  try {
    const answer = await fetch(path, {
      method,
      body: body as BodyInit,
      headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...headers },
      signal: limit.signal,
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
    });
    if (answer.type === 'opaqueredirect') throw new NetError('portal');
    return answer;
  } catch (error) {
    throw error instanceof NetError ? error : new NetError('offline');
  } finally {
    clearTimeout(timer);
  }
}

/** The error that a 4xx or 5xx stands for. Only problem documents are believed; anything else came from a gateway. */
export async function refusal(answer: Response): Promise<NetError> {
  const retry = Number(answer.headers.get('Retry-After')) || 0;
  const ours = (answer.headers.get('Content-Type') ?? '').startsWith('application/problem+json');
  if (!ours) return new NetError(answer.status >= 500 ? 'server' : 'portal', answer.status, retry);
  const problem = (await answer.json().catch(() => ({}))) as { type?: string };
  const code = (problem.type ?? '').split('/').pop() ?? '';
  return new NetError(REASONS[code] ?? (answer.status >= 500 ? 'server' : 'rejected'), answer.status, retry, code);
}

/** A body made small where the browser can. Small ones are not worth it. */
export async function packed(text: string): Promise<{ body: ArrayBuffer | Uint8Array; headers: Record<string, string> }> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length < 600 || typeof CompressionStream === 'undefined') return { body: bytes, headers: {} };
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return { body: await new Response(stream).arrayBuffer(), headers: { 'Content-Encoding': 'gzip' } };
}
