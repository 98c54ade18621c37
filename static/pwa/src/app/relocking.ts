// Another lock on the same profile: for another PIN, or dearer to try.

import type { PinHashing } from '../domain/pin-cost';
import { isStronger, isWeak } from '../domain/pin-strength';
import type { Profile, Shared } from '../storage/shared';
import { locked, rawKey } from '../storage/vault';
import type { Hashing, Lock } from '../storage/vault';

/** The same key under another PIN; null when the first one is not right. */
export async function relock(lock: Lock, pin: string, next: string, hashing: Hashing): Promise<Lock | null> {
  const raw = await rawKey(lock, pin, hashing.hash);
  return raw && locked(raw, next, hashing);
}

/** Writes today's lock in the place of one that is cheaper to try; until it is on the disk, the one before opens. Null when
 * there is nothing to gain, or another by now. */
export async function strengthen(
  pins: PinHashing,
  shared: Pick<Shared, 'relock'>,
  { id, lock, pin }: Pick<Profile, 'id' | 'lock'> & { pin: string },
): Promise<Lock | null> {
  const cost = isWeak(lock) ? await pins.cost() : lock;
  if (!isStronger(lock, cost)) return null;
  const next = await relock(lock, pin, pin, { cost, hash: pins.hash });
  return next && (await shared.relock(id, next, lock)) ? next : null;
}
