// Sending what people of this phone have finished, while their profiles are locked: sealed, with nobody's PIN, and nothing comes
// down. The same engine, the same storage; the lock keeps all pages and the worker from sending at once.

import { oldest } from '../domain/age';
import type { SyncReason } from '../domain/failure';
import { hex } from '../domain/record';
import { mayGo, monthOf, total } from '../domain/thrift';
import { databaseOf } from '../storage/shared';
import type { Shared } from '../storage/shared';
import { Outbox } from '../storage/outbox';
import type { Database, OnLost } from '../storage/database';
import type { SyncNet } from '../sync/ports';
import { isUnsent, mediaLeft } from '../sync/outbox';
import { Runner, STOPS } from '../sync/runner';
import { healthOf } from './health';
import { Spending, waitsOf } from './spending';
import type * as room from '../device/room';
import type * as transfer from '../device/transfer';
import type * as phone from '../device/phone';

/** Its ports: a page's, the worker's, or a test's. */
export interface PostingPorts {
  openDatabase(name: string, onLost: OnLost): Promise<Database>;
  net: SyncNet;
  device: Pick<typeof phone & typeof room & typeof transfer, 'alone' | 'costsData' | 'room' | 'downloaded'>;
  now(): number;
  elapsed(): number;
  chance(): number;
  random(count: number): Uint8Array;
}

/** What waits in somebody's profile. */
export interface Waiting {
  unsent: number;
  oldestUnsentAt: number | null;
  /** Photos, voices and carried files that are not sent yet. */
  media: number;
  /** Finished or carried and not yet in a safe place: their profile must not be removed. */
  unsafe: number;
  drafts: number;
}

/** Opens somebody's profile, locked, for as long as the work takes. */
export async function inPlace<Result>(
  ports: Pick<PostingPorts, 'openDatabase'>,
  profile: string,
  work: (outbox: Outbox, database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await ports.openDatabase(databaseOf(profile), () => undefined);
  try {
    return await work(new Outbox(database, null), database);
  } finally {
    database.close();
  }
}

export function waitingIn(ports: Pick<PostingPorts, 'openDatabase'>, profile: string): Promise<Waiting> {
  return inPlace(ports, profile, async (outbox, database) => {
    const [all, heads] = await Promise.all([outbox.entries(), outbox.mediaHeads()]);
    const carried = heads.filter((one) => one.carried && one.carried.state !== 'unreadable');
    const media = mediaLeft(all, heads).length + carried.filter((one) => one.sentAt === null).length;
    const unsent = all.filter(isUnsent);
    const unsafe = all.filter((one) => !one.safe).length + carried.length;
    return {
      unsent: unsent.length,
      oldestUnsentAt: oldest(unsent),
      media,
      unsafe,
      drafts: await database.count('drafts'),
    };
  });
}

/** Another try would change nothing. */
const FINAL: (SyncReason | null)[] = [...STOPS, null, 'other-tab', 'rejected', 'too-large', 'wifi'];

/** Whether another try may do better. */
export const isWorthAnother = (reason: SyncReason | null): boolean => !FINAL.includes(reason);

/** Sends for each of them in turn, whatever becomes of the others; returns why not all of it went, what another try may mend
 * before what it may not. */
export async function post(
  ports: PostingPorts,
  shared: Shared,
  profiles: string[],
  onChange: () => void = () => undefined,
): Promise<SyncReason | null> {
  let reason: SyncReason | null = null;
  for (const profile of profiles) {
    const its = await inPlace(ports, profile, (outbox, database) =>
      once({ ports, shared, onChange }, outbox, database),
    ).catch(() => 'storage' as const);
    if (!isWorthAnother(reason)) reason = its ?? reason;
    if (its === 'offline' || its === 'portal' || its === 'setup') break; // the next one would find the same
  }
  return reason;
}

async function once(
  { ports, shared, onChange }: { ports: PostingPorts; shared: Shared; onChange: () => void },
  outbox: Outbox,
  database: Database,
): Promise<SyncReason | null> {
  const { device, now } = ports;
  const spending = new Spending(shared, now, device.downloaded);
  const monthBytes = total((await spending.keep())[monthOf(now())]);
  const here = { room: await device.room(), drafts: await database.count('drafts'), monthBytes };
  const waits = await waitsOf(shared);
  let ended: SyncReason | null = null;
  const runner = new Runner({
    storage: outbox,
    net: ports.net,
    now,
    elapsed: ports.elapsed,
    chance: ports.chance,
    nonce: () => hex(ports.random(8)),
    health: (unsent, mediaBytes) => healthOf(unsent, mediaBytes, here),
    alone: (work) => device.alone('sync', work),
    mayGo: (type) => mayGo(type, waits, device.costsData()),
    onChange,
    onPhase: () => undefined,
    onProgress: () => undefined,
    onBytes: spending.count,
    onEnd: ({ reason }) => (ended = reason),
  });
  try {
    await runner.run();
  } finally {
    await spending.keep();
  }
  return ended;
}
