// Starting anew without being empty. What a reset delivers is written under a new generation, part by part, over days if
// need be; the rows of the old one stay in sight until all of the new ones are there.

import { NetError } from '../domain/failure';
import { sha256 } from '../domain/record';
import type { Arriving, Change, ExchangeAnswer, OnBytes } from './ports';

/** What an answer means for the rows stored here. */
export interface Step {
  /** Whether its changes and its cursor count. While parts are missing they do not: they come again afterwards. */
  takes: boolean;
  gen: number;
  arriving: Arriving | null;
  /** Everything of this generation is here: rows of earlier ones go. */
  done: boolean;
}

export function stepOf({ reset, snapshot, more }: ExchangeAnswer, before: Arriving | null, gen: number): Step {
  if (!reset && before && before.parts.length) return { takes: false, gen, arriving: before, done: false };
  const parts = (snapshot?.parts ?? []).map((one) => one.hash);
  const arriving = reset ? { gen: gen + 1, parts } : before;
  const done = arriving !== null && !arriving.parts.length && !more;
  return { takes: true, gen: arriving?.gen ?? gen, arriving: done ? null : arriving, done };
}

/** What fetching asks of storage and net. */
export interface PartPorts {
  storage: {
    arriving(): Promise<Arriving | null>;
    keepPart(name: string, changes: Change[]): Promise<string[]>;
    dropArriving(): Promise<void>;
  };
  net: { part(token: string, name: string, onBytes: OnBytes): Promise<string> };
  onChange(kinds: string[]): Promise<void> | void;
  onBytes: OnBytes;
}

/** Fetches the parts still to come, each stored as soon as it is here and is what its name says. Returns what is to be done
 * then: nothing, an exchange for what came meanwhile, or one that begins anew because a part is gone. */
export async function fetchParts(
  { storage, net, onChange, onBytes }: PartPorts,
  token: string,
): Promise<'none' | 'whole' | 'gone'> {
  let did: 'none' | 'whole' = 'none';
  for (;;) {
    const name = (await storage.arriving())?.parts[0];
    if (name === undefined) return did;
    did = 'whole';
    const text = await net
      .part(token, name, onBytes)
      .catch((error: unknown) => (isGone(error) ? null : Promise.reject(error as Error)));
    if (text === null) {
      await storage.dropArriving();
      return 'gone';
    }
    // Something on the way changed it, or it is not ours: asked for again at the next try.
    if ((await sha256(new TextEncoder().encode(text))) !== name) throw new NetError('portal');
    await onChange(await storage.keepPart(name, JSON.parse(text) as Change[]));
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof NetError && error.status === 404 && error.code === 'not-found';
