// One way to ask the server, and what can go wrong on the way. The only folder that knows fetch.

import { NetError } from '../domain/failure';
import type { SyncReason } from '../domain/failure';

export interface Ask {
  method: string;
  path: string;
  token?: string;
  headers?: Record<string, string>;
  body?: ArrayBuffer | Uint8Array | string;
  timeoutMs: number;
}

/** An answer that has arrived whole. */
export interface Answer {
  status: number;
  ok: boolean;
  headers: Headers;
  text: string;
}

const REASONS: Record<string, SyncReason> = {
  'not-enrolled': 'not-enrolled',
  revoked: 'revoked',
  'upgrade-required': 'upgrade',
  'slow-down': 'slow-down',
  'too-large': 'too-large',
  misconfigured: 'setup',
  'stale-form': 'setup',
};

/** Asks, and waits for the whole answer within the time limit: on a dying signal the body may stop where the headers
 * still came. A redirect is no answer of ours: gateways send people to their own page. */
export async function ask({ method, path, token, headers, body, timeoutMs }: Ask): Promise<Answer> {
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
    return { status: answer.status, ok: answer.ok, headers: answer.headers, text: await answer.text() };
  } catch (error) {
    throw error instanceof NetError ? error : new NetError('offline');
  } finally {
    clearTimeout(timer);
  }
}

/** The error that an answer other than the hoped-for means. Only problem documents are believed; anything else
 * came from something between us and the server. */
export function refusal({ status, headers, text }: Answer): NetError {
  const retry = retryAfter(headers.get('Retry-After'), headers.get('Date'));
  const ours = (headers.get('Content-Type') ?? '').startsWith('application/problem+json');
  if (!ours) return new NetError(gateway(status), status, retry);
  const code =
    String((parsed(text) as { type?: unknown } | null)?.type ?? '')
      .split('/')
      .pop() ?? '';
  return new NetError(REASONS[code] ?? (status >= 500 ? 'server' : 'rejected'), status, retry, code);
}

/** A gateway that timed out, or saw that we did: another try may do better. */
const TIMEOUTS = [408, 425, 499];
/** A page that wants something of the person first: paid for, signed in, clicked. */
const PORTALS = [401, 402, 403, 407, 451, 511];

/** What an answer means that is not the server's own: a proxy that finds us too large or whose server is down, a captive
 * portal, or a proxy that does not lead to the server at all. */
export function gateway(status: number): SyncReason {
  if (status === 413) return 'too-large';
  if (status === 429) return 'slow-down';
  if (status < 400 || PORTALS.includes(status)) return 'portal';
  return status >= 500 || TIMEOUTS.includes(status) ? 'server' : 'setup';
}

/** A wait of more is not believed: a day without a try is a day without news. */
const LONGEST_S = 24 * 3600;

/** Seconds; the header may also be a date, which counts from the server's own: the phone's may be a year off, so without the
 * server's it says nothing. */
function retryAfter(value: string | null, date: string | null): number {
  const seconds = Number(value ?? 0);
  const from = Date.parse(date ?? '');
  const until = Number.isNaN(seconds) ? (Date.parse(value as string) - from) / 1000 : seconds;
  return until > 0 ? Math.min(until, LONGEST_S) : 0;
}

/** A JSON value; null for what is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** A body made small where the browser can. Small ones are not worth it. */
export async function packed(
  text: string,
): Promise<{ body: ArrayBuffer | Uint8Array; headers: Record<string, string> }> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length < 600 || typeof CompressionStream === 'undefined') return { body: bytes, headers: {} };
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return { body: await new Response(stream).arrayBuffer(), headers: { 'Content-Encoding': 'gzip' } };
}
