// Which of two locks is dearer to try.

import { LEAST } from './pin-cost';
import type { Argon2Cost, PinCost } from './pin-cost';

/** Whether a lock of the second cost is worth writing in the place of one of the first. */
export const isStronger = (than: PinCost, cost: PinCost, least = LEAST): boolean =>
  rank(cost, least) > rank(than, least);

export const isWeak = (cost: PinCost, least = LEAST): boolean => rank(cost, least) < 2;

function rank(cost: PinCost, least: Argon2Cost): number {
  if (!('argon2id' in cost)) return 0;
  const { memory, passes } = cost.argon2id;
  return memory < least.memory || passes < least.passes ? 1 : 2;
}
