import { LEAST_ITERATIONS } from '../domain/pin-cost';
import type { PinHashing } from '../domain/pin-cost';
import { ask } from './asking';

/** A slow phone on a slow network: the file comes over it when somebody gets their place before the app is cached. */
const LONGEST_MS = 60_000;

export const pins: PinHashing = {
  hash: (pin, salt, cost) => ask(__PIN_WORKER__, { pin, salt, cost }, LONGEST_MS),
  cost: () =>
    ask<Awaited<ReturnType<PinHashing['cost']>>>(__PIN_WORKER__, 0, LONGEST_MS).catch(() => ({
      iterations: LEAST_ITERATIONS,
    })),
};
