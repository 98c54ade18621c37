// What leaves, what an answer changes, and why an entry stays. Pure.

import type { Entry, Fault, Kept, Outcome } from '../domain/types';

export interface Ack {
  id: string | null;
  rev: number | null;
  outcome: Outcome;
  position?: number;
  errors?: Fault[];
}

/** What acknowledgements change on the phone. */
export interface AckResult {
  changed: Kept[];
  /** Entries whose copy must go: [id, rev]. */
  erased: [string, number][];
  forgottenMedia: string[];
}

export const MOST_ENTRIES = 500;
export const LEAST_BYTES = 4 * 1024;
export const FIRST_BYTES = 64 * 1024;
export const MOST_BYTES = 900 * 1024;
const STEP_BYTES = 32 * 1024;

/** The next batch: unsent ones, oldest first, as many as fit; always at least one, or it would never leave. */
export function nextBatch(kept: Kept[], limit: number): Kept[] {
  const waiting = kept.filter((one) => one.sentAt === null).sort((a, b) => a.finishedAt - b.finishedAt || a.rev - b.rev);
  const batch: Kept[] = [];
  let size = 0;
  for (const one of waiting) {
    size += one.body.length + 150;
    if (batch.length === MOST_ENTRIES || (batch.length && size > limit)) break;
    batch.push(one);
  }
  return batch;
}

export function toEntry({ id, rev, digest, body }: Kept): Entry {
  return { id, rev, digest, body };
}

/** Additive increase after a batch that got through. */
export function larger(limit: number): number {
  return Math.min(limit + STEP_BYTES, MOST_BYTES);
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

/** Applies the answers for a batch, and what `safe` and a new epoch mean for everything held.
 *
 * An entry changes only when this very answer was for it: answers come in order, one an entry; an answer that names
 * another entry is not believed. */
export function applyAnswer(
  all: Kept[],
  batch: Kept[],
  answer: { acks: Ack[]; safe: number; newEpoch: boolean; at: number },
): AckResult {
  const next = new Map<string, Kept>();
  const key = (one: { id: string; rev: number }): string => `${one.id} ${one.rev}`;
  const gone = new Set<string>();
  if (answer.newEpoch) {
    // A server restored from a backup may have forgotten what it had acknowledged: all is offered again.
    for (const one of all) next.set(key(one), { ...one, sentAt: null, position: null, safe: false });
  }
  answer.acks.forEach((ack, at) => {
    const sent = batch[at];
    if (!sent || ack.id !== sent.id || ack.rev !== sent.rev) return;
    if (ack.outcome === 'erased') {
      for (const one of all) if (one.id === sent.id) gone.add(key(one));
      return;
    }
    next.set(key(sent), {
      ...sent,
      sentAt: answer.at,
      position: ack.position ?? null,
      safe: false,
      outcome: ack.outcome,
      faults: ack.errors ?? [],
    });
  });
  for (const one of all) {
    const now = next.get(key(one)) ?? one;
    const safe = now.sentAt !== null && now.position !== null && now.position <= answer.safe;
    if (safe !== now.safe) next.set(key(one), { ...now, safe });
  }
  const changed = Array.from(next.values()).filter((one) => !gone.has(key(one)));
  const left = all.filter((one) => !gone.has(key(one)));
  return {
    changed,
    erased: all.filter((one) => gone.has(key(one))).map((one): [string, number] => [one.id, one.rev]),
    forgottenMedia: mediaOf(all.filter((one) => gone.has(key(one)))).filter((sha256) => !mediaOf(left).includes(sha256)),
  };
}

function mediaOf(kept: Kept[]): string[] {
  return kept.reduce<string[]>((found, one) => found.concat(one.media.map((medium) => medium.sha256)), []);
}

/** Media still to be sent, voice before photo, small before large; only those of entries that the server has, because
 * it takes no medium that nothing speaks of. */
export function mediaToSend(kept: Kept[], held: { sha256: string; type: string; size: number; sentAt: number | null }[]): string[] {
  const wanted = new Set(mediaOf(kept.filter((one) => one.sentAt !== null)));
  const voice = (type: string): number => (type.startsWith('audio/') ? 0 : 1);
  return held
    .filter((one) => one.sentAt === null && wanted.has(one.sha256))
    .sort((a, b) => voice(a.type) - voice(b.type) || a.size - b.size)
    .map((one) => one.sha256);
}
