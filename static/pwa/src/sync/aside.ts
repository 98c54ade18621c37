// What was refused by itself and must not hold up the rest: set aside for a while, with the reason, then tried again.

import type { SyncReason } from '../domain/failure';
import { isOver, waitFor } from '../domain/wait';
import type { Clocks, Wait } from '../domain/wait';

/** How long something stays aside when nobody asks. */
const ASIDE_MS = 3600 * 1000;

export class Aside {
  private readonly waiting = new Map<string, { reason: SyncReason; wait: Wait }>();

  has(key: string): boolean {
    return this.waiting.has(key);
  }

  add(key: string, reason: SyncReason, clocks: Clocks): void {
    this.waiting.set(key, { reason, wait: waitFor(ASIDE_MS, clocks) });
  }

  /** Lets everything be tried again: a person asked. */
  clear(): void {
    this.waiting.clear();
  }

  /** Lets be tried again what has waited for long. */
  expire(clocks: Clocks): void {
    this.waiting.forEach(({ wait }, key) => isOver(wait, clocks) && this.waiting.delete(key));
  }

  /** Why something is aside; null when nothing is. What is too large comes first: somebody can mend that. */
  reason(): SyncReason | null {
    const reasons = Array.from(this.waiting.values(), (one) => one.reason);
    return reasons.find((one) => one === 'too-large') ?? reasons[0] ?? null;
  }
}
