// What was refused by itself and must not hold up the rest: set aside for a while, with the reason, then tried again.

import type { SyncReason } from '../domain/failure';
import { isOver, waitFor } from '../domain/wait';
import type { Clocks, Wait } from '../domain/wait';

/** How long something stays aside when nobody asks. */
const ASIDE_MS = 3600 * 1000;

export class Aside {
  private readonly held = new Map<string, { reason: SyncReason; wait: Wait }>();

  has(key: string): boolean {
    return this.held.has(key);
  }

  add(key: string, reason: SyncReason, clocks: Clocks): void {
    this.held.set(key, { reason, wait: waitFor(ASIDE_MS, clocks) });
  }

  /** Lets everything be tried again: a person asked. */
  clear(): void {
    this.held.clear();
  }

  /** Lets be tried again what has waited for long. */
  expire(clocks: Clocks): void {
    this.held.forEach(({ wait }, key) => isOver(wait, clocks) && this.held.delete(key));
  }

  /** Why something is aside; null when nothing is. What is too large comes first: somebody can mend that. */
  reason(): SyncReason | null {
    const reasons = Array.from(this.held.values(), (one) => one.reason);
    return reasons.find((one) => one === 'too-large') ?? reasons[0] ?? null;
  }
}
