// What reviewers recorded for somebody, until it is answered: sealed under their key, like all that is theirs.

import type { Database } from './database';
import type { SealedValue, Vault } from './vault';

interface Place {
  database: Database;
  vault: Vault;
}

interface StoredVoice {
  type: string;
  content: SealedValue;
}

const PREFIX = 'asked/';

export async function keepAskedVoice(
  { database, vault }: Place,
  sha256: string,
  { bytes, type }: { bytes: ArrayBuffer; type: string },
): Promise<void> {
  const stored: StoredVoice = { type, content: await vault.sealBytes(PREFIX + sha256, bytes) };
  await database.put('meta', stored, PREFIX + sha256);
}

export async function askedVoice({ database, vault }: Place, sha256: string): Promise<Blob | null> {
  const stored = (await database.get('meta', PREFIX + sha256)) as StoredVoice | undefined;
  return stored ? new Blob([await vault.openBytes(PREFIX + sha256, stored.content)], { type: stored.type }) : null;
}

/** Deletes all but these; returns the hashes of those that are here. */
export async function sweepAskedVoices({ database }: Place, open: readonly string[]): Promise<string[]> {
  const keys = (await database.getAllKeys('meta')).filter((key) => key.startsWith(PREFIX));
  const here = keys.map((key) => key.slice(PREFIX.length));
  for (const one of here) if (!open.includes(one)) await database.delete('meta', PREFIX + one);
  return here.filter((one) => open.includes(one));
}
