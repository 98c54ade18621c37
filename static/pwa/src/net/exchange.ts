// The exchange and the enrolment, on the wire.

import { NetError } from '../domain/failure';
import type { EnrolRequest, EnrolResponse } from '../domain/wire';
import type { ExchangeAnswer, ExchangeAsk, OnBytes } from '../sync/ports';
import { ask, packed, parsed, refusal } from './http';

/** One round trip. Rejects with NetError; a 200 that does not echo the nonce is a portal, not the server. */
export async function exchange({ token, ...asked }: ExchangeAsk, onBytes: OnBytes): Promise<ExchangeAnswer> {
  const { body, headers } = await packed(JSON.stringify(asked));
  onBytes(body.byteLength, 'records');
  const answer = await ask({
    method: 'POST',
    path: '/api/v1/exchange',
    token,
    body,
    headers: { 'Content-Type': 'application/json', ...headers },
    timeoutMs: 90000,
  });
  onBytes(Number(answer.headers.get('Content-Length')) || answer.text.length, 'news');
  if (!answer.ok) throw refusal(answer);
  const response = parsed(answer.text);
  if (!isAnswer(response) || response.nonce !== asked.nonce) throw new NetError('portal', answer.status);
  return response;
}

/** The text of a snapshot's part; its name says whether it is whole. Rejects with NetError. */
export async function part(token: string, name: string, onBytes: OnBytes): Promise<string> {
  const answer = await ask({ method: 'GET', path: `/api/v1/snapshot/${name}`, token, timeoutMs: 120000 });
  onBytes(Number(answer.headers.get('Content-Length')) || answer.text.length, 'news');
  if (!answer.ok) throw refusal(answer);
  return answer.text;
}

/** Whether everything the phone will rely on is there. */
function isAnswer(value: unknown): value is ExchangeAnswer {
  const { acks, missing, changes, epoch, cursor } = (value ?? {}) as Record<string, unknown>;
  return [acks, missing, changes].every(Array.isArray) && typeof epoch === 'string' && typeof cursor === 'string';
}

/** Trades a one-time code for an enrolment; with `former`, to go on as who this place was enrolled as before. Rejects with
 * NetError; its `code` is the problem's. */
export async function enrol(asked: EnrolRequest): Promise<Omit<EnrolResponse, 'epoch'>> {
  const answer = await ask({
    method: 'POST',
    path: '/api/v1/enrol',
    body: JSON.stringify(asked),
    headers: { 'Content-Type': 'application/json' },
    timeoutMs: 30000,
  });
  if (!answer.ok) throw refusal(answer);
  const response = parsed(answer.text) as Partial<EnrolResponse> | null;
  if (!response || typeof response.token !== 'string') throw new NetError('portal', answer.status);
  const { epoch: _, ...enrolment } = response as EnrolResponse;
  return enrolment;
}
