// How often PBKDF2 hashes a PIN where Argon2id cannot.

import { LEAST_ITERATIONS, WANTED_MS } from '../domain/pin-cost';
import { pbkdf2 } from './vault';

export const MOST_ITERATIONS = 2_000_000;
const TRIAL_ITERATIONS = 30_000;
const TRIAL_MS = 120;

/** How many iterations take this phone about 0.6 s. Tried with ever more of them until it takes long enough to be believed:
 * a short moment of a quick core says little of how it will be. */
export async function iterationsHere(trial: (iterations: number) => Promise<number> = tried): Promise<number> {
  let iterations = TRIAL_ITERATIONS;
  let took = await trial(iterations);
  while (took < TRIAL_MS && iterations < MOST_ITERATIONS) took = await trial((iterations *= 2));
  const wanted = Math.round((iterations * WANTED_MS) / took);
  return Math.min(Math.max(wanted, LEAST_ITERATIONS), MOST_ITERATIONS);
}

async function tried(iterations: number): Promise<number> {
  const began = performance.now();
  await pbkdf2('000000', new Uint8Array(16), iterations);
  return performance.now() - began;
}
