// The exchange and the enrolment, on the wire.

import type { Ack } from '../sync/outbox';
import type { Change } from '../storage/outbox';
import type { Enrolment, Entry } from '../domain/types';
import { NetError, ask, packed, refusal } from './http';
import type { OnBytes } from './http';

export interface Health {
  unsent: number;
  oldest_unsent_at: string | null;
  media_pending_bytes: number;
  free_bytes: number | null;
  persisted: boolean;
  app_version: string;
}

export interface ExchangeAnswer {
  nonce: string;
  clock: string;
  epoch: string;
  safe: number;
  acks: Ack[];
  missing: string[];
  changes: Change[];
  cursor: string;
  more: boolean;
  reset?: boolean;
}

export interface ExchangeAsk {
  token: string;
  nonce: string;
  clock: string;
  cursor: string | null;
  entries: Entry[];
  health: Health;
}

/** One round trip. Rejects with NetError; a 200 that does not echo the nonce is a portal, not the server. */
export async function exchange({ token, ...asked }: ExchangeAsk, onBytes: OnBytes): Promise<ExchangeAnswer> {
  const { body, headers } = await packed(JSON.stringify(asked));
  const answer = await ask({
    method: 'POST',
    path: '/api/v1/exchange',
    token,
    body,
    headers: { 'Content-Type': 'application/json', ...headers },
    timeoutMs: 90000,
  });
  onBytes(body.byteLength);
  if (!answer.ok) throw await refusal(answer);
  const text = await answer.text().catch(() => {
    throw new NetError('offline');
  });
  onBytes(Number(answer.headers.get('Content-Length')) || text.length);
  const told = parsed(text) as ExchangeAnswer | null;
  if (!told || told.nonce !== asked.nonce || !Array.isArray(told.acks)) throw new NetError('portal', answer.status);
  return told;
}

/** Trades a one-time code for an enrolment. Rejects with NetError; its `code` is the problem's. */
export async function enrol(code: string, device: { name: string; platform: string; app_version: string }): Promise<Enrolment & { epoch: string }> {
  const answer = await ask({
    method: 'POST',
    path: '/api/v1/enrol',
    body: JSON.stringify({ code, device }),
    headers: { 'Content-Type': 'application/json' },
    timeoutMs: 30000,
  });
  if (!answer.ok) throw await refusal(answer);
  const told = parsed(await answer.text()) as (Enrolment & { epoch: string }) | null;
  if (!told || typeof told.token !== 'string') throw new NetError('portal', answer.status);
  return told;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
