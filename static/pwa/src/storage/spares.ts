// Sealed reports that wait for the next exchange. They are among what all on this phone share, under a name that says nothing,
// because whoever sends next takes them along; no list and no count asks for them.

import { twice } from './connection';
import type { SharedDatabase } from './shared';

/** A sealed report: which key opens it, and its bytes in base64. */
export interface Spare {
  key: string;
  sealed: string;
}

const NAME = 'spare ';
const ALL = (): IDBKeyRange => IDBKeyRange.bound(NAME, `${NAME}g`);

/** On the disk when this resolves. `hash` is the SHA-256 of its bytes, in hex. */
export async function addSpare(db: SharedDatabase, hash: string, spare: Spare): Promise<void> {
  await twice(db, async () => {
    const tx = db.transaction('settings', 'readwrite', { durability: 'strict' });
    await Promise.all([tx.store.put(spare, NAME + hash), tx.done]);
  });
}

/** At most so many of them. */
export async function spares(db: SharedDatabase, most: number): Promise<Spare[]> {
  return (await db.getAll('settings', ALL(), most)) as Spare[];
}

export async function removeSpares(db: SharedDatabase, hashes: readonly string[]): Promise<void> {
  for (const hash of hashes) await db.delete('settings', NAME + hash);
}
