// What leaves, what an answer changes, and why an entry stays. Pure.

import { CLOSED } from '../domain/states';
import type { EntryHead, RecordTimeline } from '../domain/types';
import type { Ack, MediumHead } from './ports';

export const MOST_ENTRIES = 500;
export const LEAST_BYTES = 4 * 1024;
export const FIRST_BYTES = 128 * 1024;
export const MOST_BYTES = 900 * 1024;
const STEP_BYTES = 32 * 1024;
/** An exchange that took less has room for twice as much: it was the round trip that took the time. */
const QUICK_MS = 5000;
export const LEAST_CHUNK = 64 * 1024;
export const MOST_CHUNK = 256 * 1024;
/** What an entry's envelope takes, about. */
const ENVELOPE = 200;
const DAY_MS = 24 * 3600 * 1000;
/** How long a receipt is shown after the last word about it. */
const RECEIPT_DAYS = 90;

export const keyOf = (one: { id: string; rev: number }): string => `${one.id} ${one.rev}`;

export function isUnsent(one: EntryHead): boolean {
  return one.sentAt === null;
}

/** The bytes that a body takes in a request: it is JSON in JSON, and accents take two bytes. */
export function sizeOf(body: string): number {
  return new TextEncoder().encode(JSON.stringify(body)).length + ENVELOPE;
}

/** The next batch: unsent ones, oldest first, as many as fit; always at least one, or it would never leave. Those in
 * `aside` (a request with this one alone was refused) wait until the others are through. */
export function nextBatch<One extends EntryHead>(
  entries: One[],
  limit: number,
  aside: { has(key: string): boolean } = new Set(),
): One[] {
  const waiting = entries
    .filter((one) => isUnsent(one) && !aside.has(keyOf(one)))
    .sort((a, b) => a.finishedAt - b.finishedAt || a.rev - b.rev);
  const batch: One[] = [];
  let size = 0;
  for (const one of waiting) {
    size += one.size;
    if (batch.length === MOST_ENTRIES || (batch.length && size > limit)) break;
    batch.push(one);
  }
  return batch;
}

/** What may go in the next request after a batch that got through: twice as much when it went quickly, else a little
 * more. A batch that did not come near the limit says nothing about it. */
export function larger(limit: number, batch: EntryHead[], tookMs: number): number {
  const size = batch.reduce((sum, one) => sum + one.size, 0);
  if (size * 2 < limit) return limit;
  return Math.min(tookMs < QUICK_MS ? limit * 2 : limit + STEP_BYTES, MOST_BYTES);
}

/** Multiplicative decrease after one that did not. */
export function smaller(limit: number): number {
  return Math.max(Math.floor(limit / 2), LEAST_BYTES);
}

/** Milliseconds to wait after so many failures in a row: 2 s doubling to 10 min, half of it by chance, so that phones
 * that lost the same mast do not come back together. */
export function backOff(failures: number, chance: number, retryAfterS = 0): number {
  const wait = Math.min(2000 * 2 ** Math.min(Math.max(failures - 1, 0), 20), 600000);
  return Math.max(wait / 2 + (wait / 2) * chance, retryAfterS * 1000);
}

/** What an answer says: of a batch, and of everything stored. */
export interface AnswerAbout {
  acks: Ack[];
  safe: number;
  /** The server is another one than before: it was restored from a backup. */
  newEpoch: boolean;
  /** Records that were erased at the Lab. */
  erased?: string[];
  at: number;
}

/** What changes on the phone: entries in their new state, and those whose copy must go. */
export interface EntryChanges<One> {
  changed: One[];
  erased: [string, number][];
}

/** Applies an answer to everything stored.
 *
 * An entry changes only when this very answer was for it: answers come in order, one an entry; one that names another
 * entry is not believed. An acknowledgement takes away a reason to stay, never the entry. */
export function applyAnswer<One extends EntryHead>(
  all: One[],
  batch: EntryHead[],
  answer: AnswerAbout,
): EntryChanges<One> {
  const acks = new Map<string, Ack>();
  answer.acks.forEach((ack, at) => {
    const sent = batch[at];
    if (sent && ack.id === sent.id && ack.rev === sent.rev) acks.set(keyOf(sent), ack);
  });
  const gone = new Set(answer.erased || []);
  acks.forEach((ack) => ack.outcome === 'erased' && gone.add(ack.id as string));
  const left = all.filter((one) => !gone.has(one.id));
  return {
    changed: left.map((one) => after(one, acks.get(keyOf(one)), answer)).filter((one) => left.indexOf(one) < 0),
    erased: all.filter((one) => gone.has(one.id)).map((one): [string, number] => [one.id, one.rev]),
  };
}

/** One entry after an answer; the same object when nothing changed. */
function after<One extends EntryHead>(before: One, ack: Ack | undefined, { newEpoch, safe, at }: AnswerAbout): One {
  let now = before;
  if (newEpoch && (now.sentAt !== null || now.safe)) now = { ...now, sentAt: null, position: null, safe: false };
  if (ack) now = { ...now, sentAt: at, position: ack.position ?? null, outcome: ack.outcome, faults: ack.errors ?? [] };
  const isSafe = now.sentAt !== null && now.position !== null && now.position <= safe;
  return isSafe === now.safe ? now : { ...now, safe: isSafe };
}

function mediaOf(entries: EntryHead[]): string[] {
  return entries.reduce<string[]>((found, one) => found.concat(one.media.map((medium) => medium.sha256)), []);
}

const isVoice = (type: string): boolean => type.indexOf('audio/') === 0;

/** Media still to be sent, voice before photo, small before large; only those of entries that the server has. What it
 * holds already costs one small request each: it says so when the upload is made. What is carried for others comes last. */
export function mediaToSend<Head extends Pick<MediumHead, 'sha256' | 'type' | 'size' | 'sentAt' | 'carried'>>(
  entries: EntryHead[],
  heads: Head[],
): Head[] {
  const wanted = new Set(mediaOf(entries.filter((one) => !isUnsent(one))));
  return heads
    .filter((one) => one.sentAt === null && (one.carried || wanted.has(one.sha256)))
    .sort(
      (a, b) =>
        Number(!!a.carried) - Number(!!b.carried) ||
        Number(isVoice(b.type)) - Number(isVoice(a.type)) ||
        a.size - b.size,
    );
}

/** Files of other phones whose end the server has not reported yet. */
export function carriedHere(heads: MediumHead[]): MediumHead[] {
  return heads.filter((one) => one.carried && one.sentAt !== null && one.carried.state !== 'unreadable');
}

/** Media that any record speaks of and that have not reached the server. */
export function mediaLeft(entries: EntryHead[], heads: MediumHead[]): MediumHead[] {
  const wanted = new Set(mediaOf(entries));
  return heads.filter((one) => one.sentAt === null && wanted.has(one.sha256));
}

export type ReasonToStay = 'unsent' | 'not-safe' | 'media' | 'receipt';

/** Why an entry is still here; it goes with the last reason. */
export function reasonsToStay(
  one: EntryHead,
  about: { latestRev: number; timeline: RecordTimeline | undefined; unsentMedia: Set<string>; now: number },
): ReasonToStay[] {
  const reasons: ReasonToStay[] = [];
  if (isUnsent(one)) reasons.push('unsent');
  if (!one.safe) reasons.push('not-safe');
  if (one.media.some((medium) => about.unsentMedia.has(medium.sha256))) reasons.push('media');
  if (!one.unanswered && one.rev === about.latestRev && isOpen(about.timeline, about.now)) reasons.push('receipt');
  return reasons;
}

function isOpen(timeline: RecordTimeline | undefined, now: number): boolean {
  if (!timeline || !CLOSED.includes(timeline.state)) return true;
  const last = Math.max(...timeline.events.map((event) => Date.parse(event.at) || now));
  return now - last < RECEIPT_DAYS * DAY_MS;
}
