// Somebody is here: their vault is open, and all that is theirs can be seen and done. It ends with the page, so that nothing
// of it stays in memory.

import { Drafts } from '../storage/drafts';
import type { Database } from '../storage/database';
import { Outbox } from '../storage/outbox';
import type { Vault } from '../storage/vault';
import { deleteAtDoor } from './danger';
import { Drafting } from './drafting';
import type { Ports } from './ports';
import type { State } from './state';
import { Syncing } from './syncing';
import type { Others } from './syncing';
import type { AppThrift } from './thrift';
import { recoverVoices } from './voice';

export interface Session {
  /** What of theirs is on the disk, and what opens it. */
  place: { database: Database; vault: Vault };
  outbox: Outbox;
  drafts: Drafts;
  drafting: Drafting;
  syncing: Syncing;
  /** How many voices are being recorded. */
  listening: number;
}

/** Who is here, once somebody is. */
export class Current {
  session: Session | null = null;

  /** For what only somebody who is here asks. */
  get here(): Session {
    if (!this.session) throw new Error('locked');
    return this.session;
  }
}

export function sessionOf(
  ports: Ports,
  on: { state: State; thrift: AppThrift; database: Database; vault: Vault; others: Others },
): Session {
  const { state, thrift, database, vault, others } = on;
  const outbox = new Outbox(database, vault, ports.late);
  const drafts = new Drafts(database, vault);
  state.open({ outbox, drafts });
  const drafting = new Drafting(ports, state, drafts, outbox);
  const place = { database, vault };
  const whenHere = async (): Promise<void> => {
    if (await Promise.race([ports.late, null])) await reseal(ports, place);
  };
  const syncing = new Syncing(ports, state, { outbox, thrift, others, reseal: whenHere });
  return { place, outbox, drafts, drafting, syncing, listening: 0 };
}

/** Reads what the first screen shows, and mends what a kill left open. */
export async function show(ports: Ports, state: State, { outbox, drafts, drafting }: Session): Promise<void> {
  await state.readPerson({ outbox });
  await recoverVoices(ports, drafts, drafting);
  // Thousands of places are not needed for the first screen.
  await state.read(['drafts', 'programme', 'instrument', 'project', 'vocabulary', 'record', 'entries', 'carried']);
  await deleteAtDoor(state, drafting);
}

/** Seals anew what a kill, or new keys, left to be; not while somebody sends it. */
async function reseal({ late, device }: Ports, place: Session['place']): Promise<void> {
  if (!(await place.database.get('meta', 'resealing'))) return;
  const loaded = await late;
  await device.alone('sync', () => loaded.reseal(place));
}

/** Reads the rest, and begins to send. */
export async function goOn(ports: Ports, state: State, { syncing, place, outbox }: Session): Promise<void> {
  await state.read(['place', 'prompt']);
  if ((await outbox.meta('resealing')) === true) await reseal(ports, place); // nobody would believe what is there
  await syncing.count();
  await syncing.tidy(true);
  ports.device.onChances(() => void syncing.chance());
  await syncing.chance();
}
