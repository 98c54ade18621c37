// Seals anew what is stored, in the name of another enrolment or with other keys than it was made with.

import { contentOf } from '../bundle/reopening';
import { ItemSealer } from '../bundle/sealed-items';
import { sha256 as sha256Of } from '../domain/record';
import type { Enrolment, EntryContent } from '../domain/types';
import { contentName, quietly, together } from './database';
import type { Database } from './database';
import type { Vault } from './vault';

export interface Place {
  database: Database;
  vault: Vault;
}

/** One after the other, where that is still to be done. Again after a kill: it is the same. */
export async function reseal({ database, vault }: Place): Promise<void> {
  const why = await database.get('meta', 'resealing');
  const sealed = why && (await database.get('meta', 'enrolment'));
  if (!sealed) return;
  const sealer = ItemSealer.of(await vault.open<Enrolment>('meta/enrolment', sealed as never));
  const all = await database.getAll('entries');
  for (const { id, rev, said } of all) {
    const { digest, body } = await vault.open<EntryContent>(contentName(id, rev), said);
    const { bytes } = await sealer.entry({ id, rev, digest, body });
    await together(database, ['entries'], async (tx) => {
      const now = await tx.objectStore('entries').get([id, rev]); // what came of it meanwhile stays
      if (now) quietly(tx.objectStore('entries').put({ ...now, letter: bytes.buffer }));
    });
  }
  // With new keys of the same phone, what has arrived and is safe is not asked for again.
  const unsafe = new Set(all.flatMap((one) => (one.safe ? [] : one.media.map(({ sha256 }) => sha256))));
  for (const { sha256, sentAt } of await database.getAll('media'))
    if (why !== 'keys' || sentAt === null || unsafe.has(sha256))
      await resealMedium({ database, vault }, sealer, sha256);
  await database.delete('meta', 'resealing');
}

async function resealMedium({ database, vault }: Place, sealer: ItemSealer, sha256: string): Promise<void> {
  const [head, stored] = await Promise.all([database.get('media', sha256), database.get('bytes', sha256)]);
  if (!head?.own || !stored) return; // carried for somebody else
  const name = `media/${sha256}`;
  const content = await contentOf(stored, new Uint8Array(await vault.openBytes(name, head.own)));
  const { bytes, own } = await sealer.medium(sha256, head.type, content);
  const about = {
    uploadUrl: null,
    size: bytes.length,
    sealed: await sha256Of(bytes),
    own: await vault.sealBytes(name, own),
  };
  await together(database, ['media', 'bytes'], async (tx) => {
    const now = await tx.objectStore('media').get(sha256);
    if (!now) return;
    quietly(tx.objectStore('media').put({ ...now, ...about }));
    quietly(tx.objectStore('bytes').put(bytes.buffer, sha256));
  });
}
