// How large a request may be: grows while it goes well, shrinks when it does not, and stays below what something between
// the phone and the server has refused (413), which is remembered: a proxy does not change by the hour.

import type { EntryHead } from '../domain/types';
import { FIRST_BYTES, LEAST_CHUNK, MOST_BYTES, MOST_CHUNK, larger, smaller } from './outbox';
import type { LimitStorage, Limits } from './ports';

/** Below this a request is mostly its own headers. */
export const LEAST_PIECE = 4 * 1024;
/** On a link that breaks, smaller pieces would cost more time than they save. */
const LEAST_AFTER_BREAK = LEAST_CHUNK >> 2;
/** A limit is believed for so long: whoever runs the server may have raised it. */
export const BELIEVED_MS = 7 * 24 * 3600 * 1000;

/** Whether a limit found at `at` still counts. A clock that was set back says nothing about how old it is. */
export function isBelieved(limits: Limits | undefined, now: number): limits is Limits {
  return !!limits && now >= limits.at && now - limits.at < BELIEVED_MS;
}

export class Sizes {
  /** Bytes of entries in the next exchange, and of a medium in one request. */
  batch = FIRST_BYTES;
  piece = LEAST_CHUNK * 2;
  private most = { batch: MOST_BYTES, piece: MOST_CHUNK };

  constructor(private readonly storage: LimitStorage) {}

  /** Takes up what was found out before, also by an app that was closed since. */
  async load(now: number): Promise<void> {
    const known = await this.storage.limits();
    const { batch, piece } = isBelieved(known, now) ? known : { batch: MOST_BYTES, piece: MOST_CHUNK };
    this.most = { batch, piece };
    this.hold();
  }

  /** A batch got through. */
  batchTaken(batch: EntryHead[], tookMs: number): void {
    this.batch = larger(this.batch, batch, tookMs);
    this.hold();
  }

  /** An exchange failed, for whatever reason. */
  batchFailed(): void {
    this.batch = smaller(this.batch);
  }

  /** A batch was too large for something in between: the next ones are at most half of it. */
  batchTooLarge(batch: EntryHead[], now: number): Promise<void> {
    this.most.batch = Math.min(this.most.batch, half(batch));
    this.hold();
    return this.keep(now);
  }

  pieceTaken(): void {
    this.piece *= 2;
    this.hold();
  }

  /** A link broke while a piece was on its way. Some proxies close it where others say 413. */
  pieceFailed(): void {
    this.piece = Math.max(Math.min(this.piece, LEAST_AFTER_BREAK), this.piece >> 1);
  }

  /** A request with so many bytes was too large; returns whether smaller ones are worth a try. */
  async pieceTooLarge(sent: number, now: number): Promise<boolean> {
    const tried = Math.min(sent, this.piece);
    if (tried <= LEAST_PIECE) return false;
    this.most.piece = Math.max(LEAST_PIECE, tried >> 1);
    this.hold();
    await this.keep(now);
    return true;
  }

  private hold(): void {
    this.batch = Math.min(this.batch, this.most.batch);
    this.piece = Math.min(this.piece, this.most.piece);
  }

  /** A full phone remembers nothing new; the next time finds the limit again. */
  private keep(now: number): Promise<void> {
    return this.storage.keepLimits({ ...this.most, at: now }).catch(() => undefined);
  }
}

/** Half of what a batch weighs: a limit that makes the next one shorter. */
export function half(batch: EntryHead[]): number {
  return Math.floor(batch.reduce((sum, one) => sum + one.size, 0) / 2);
}
