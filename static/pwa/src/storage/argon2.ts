// Argon2id, in a worker of its own (pin-worker.ts): nothing else may import this, for the library is large.

import { argon2id } from 'hash-wasm';
import { LEAST, LEAST_MEMORY, WANTED_MS } from '../domain/pin-cost';
import type { Argon2Cost } from '../domain/pin-cost';

const TRIAL_MS = 120;
const MOST_PASSES = 12;

/** Argon2id version 1.3 (RFC 9106) with one lane: 32 bytes. */
export function hash(pin: string, salt: Uint8Array, { memory, passes }: Argon2Cost): Promise<Uint8Array> {
  const cost = { memorySize: memory, iterations: passes, parallelism: 1, hashLength: 32 };
  return argon2id({ password: pin, salt, ...cost, outputType: 'binary' });
}

/** The most memory (KiB) that a phone with so many GB is asked for. Phones of one or two GB close what takes more. */
export function mostMemory(deviceGb = 1): number {
  if (deviceGb >= 4) return 65_536;
  return deviceGb >= 2 ? 32_768 : LEAST.memory;
}

/** What takes this phone about 0.6 s: more memory first, for that is what a graphics card is short of; then more passes.
 * `trial` says how long one took, and rejects where there is not the memory for it. */
export async function costHere(
  most: number,
  trial: (cost: Argon2Cost) => Promise<number> = tried,
): Promise<Argon2Cost> {
  const { cost, took } = await believed(trial);
  const work = (cost.memory * cost.passes * WANTED_MS) / took;
  if (cost.memory < LEAST.memory) return { ...cost, passes: passesFor(work, cost) };
  const memory = Math.min(Math.max(Math.floor(work / LEAST.passes), LEAST.memory), most);
  const wanted = { memory, passes: passesFor(work, { ...LEAST, memory }) };
  return trial(wanted).then(
    () => wanted,
    () => ({ ...LEAST, passes: passesFor(work, LEAST) }),
  );
}

const passesFor = (work: number, { memory, passes }: Argon2Cost): number =>
  Math.min(Math.max(Math.floor(work / memory), passes), MOST_PASSES);

/** Tried with ever more passes until it takes long enough to be believed. */
async function believed(trial: (cost: Argon2Cost) => Promise<number>): Promise<{ cost: Argon2Cost; took: number }> {
  let cost = LEAST;
  let took = await trial(cost).catch(() => trial((cost = LEAST_MEMORY)));
  while (took < TRIAL_MS && cost.passes < MOST_PASSES) {
    cost = { ...cost, passes: Math.min(cost.passes * 2, MOST_PASSES) };
    took = await trial(cost);
  }
  return { cost, took: Math.max(took, 1) };
}

async function tried(cost: Argon2Cost): Promise<number> {
  const began = performance.now();
  await hash('000000', new Uint8Array(16), cost);
  return performance.now() - began;
}
