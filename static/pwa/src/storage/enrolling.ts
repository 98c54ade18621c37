// Stores as whom a place is enrolled, and what lets it hand over while it is locked.

import { postingToken } from '../bundle/sealing';
import type { Enrolment } from '../domain/types';
import { quietly, together } from './database';
import type { Database } from './database';
import type { Vault } from './vault';

/** `resealing`: all that is stored is then to be sealed anew. */
export async function enrolIn(
  { database, vault }: { database: Database; vault: Vault },
  enrolment: Enrolment,
  resealing = false,
): Promise<void> {
  const { token, device_id: device, scope, keys } = enrolment;
  // Made of the token as long as this phone has no keys of its own.
  const shown = keys ? `post.${device}.${keys.posting}` : await postingToken(token, device);
  const posting = { token: shown, device, programme: scope.programme };
  const sealed = await vault.seal('meta/enrolment', enrolment);
  await together(database, ['meta'], (tx) => {
    const meta = tx.objectStore('meta');
    quietly(meta.put(posting, 'posting'));
    quietly(meta.put(sealed, 'enrolment'));
    quietly(meta.delete('nextKeys'));
    if (resealing) quietly(meta.put(true, 'resealing'));
  });
}
