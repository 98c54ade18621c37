// Sealed reports go along with whatever exchange comes next, of whoever is here, so that nothing outside the encrypted request
// says that there are any. They are gone from here once the server has said that it has them.

import { base64 } from '../domain/base64';
import { sha256 } from '../domain/record';
import { addSpare, removeSpares, spares } from '../storage/spares';
import type { Spare } from '../storage/spares';
import type { SharedDatabase } from '../storage/shared';
import type { SyncNet } from '../sync/ports';

interface SparePorts {
  openShared(onLost: () => void): Promise<SharedDatabase>;
}

const AT_ONCE = 3;
const KEY_SIGNS = 32;

async function shared<Result>(ports: SparePorts, work: (db: SharedDatabase) => Promise<Result>): Promise<Result> {
  const db = await ports.openShared(() => undefined);
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/** Stores what was sealed to the key of the protection officers. Rejects when it is not on the disk. */
export async function storeSpare(ports: SparePorts, publicKey: string, sealed: Uint8Array<ArrayBuffer>): Promise<void> {
  const key = (await sha256(new TextEncoder().encode(publicKey))).slice(0, KEY_SIGNS);
  const [hash, text] = [await sha256(sealed), base64(sealed.buffer)];
  await shared(ports, (db) => addSpare(db, hash, { key, sealed: text }));
}

/** An exchange that takes them along. Whatever is the matter with them, the records go. */
export function withSpares(exchange: SyncNet['exchange'], ports: SparePorts): SyncNet['exchange'] {
  return async (asked, onBytes) => {
    const waiting = await shared(ports, (db) => spares(db, AT_ONCE)).catch((): Spare[] => []);
    if (!waiting.length) return exchange(asked, onBytes);
    const answer = await exchange({ ...asked, reports: waiting }, onBytes);
    await shared(ports, (db) => removeSpares(db, answer.reports ?? [])).catch(() => undefined); // sent again: known
    return answer;
  };
}
