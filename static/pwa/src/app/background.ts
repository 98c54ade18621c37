// Sending with no page open: what the worker does when the browser wakes it because there is signal. The same engine, the
// same storage; the lock keeps it and the pages from sending at once.

import { alone, costsData, room } from '../device/phone';
import type { SyncReason } from '../domain/failure';
import { hex } from '../domain/record';
import { exchange, part } from '../net/exchange';
import { send } from '../net/tus';
import { openDatabase } from '../storage/database';
import type { Database } from '../storage/database';
import { Outbox } from '../storage/outbox';
import type { SyncNet } from '../sync/ports';
import { Runner, STOPS } from '../sync/runner';
import { healthOf, spentThisMonth } from './health';

/** What it stands on: the worker's, or a test's. */
export interface BackgroundPorts {
  openDatabase(): Promise<Database>;
  net: SyncNet;
  alone: typeof alone;
  costsData: typeof costsData;
  room: typeof room;
}

const worker: BackgroundPorts = {
  openDatabase: () => openDatabase('echo', () => undefined),
  net: { exchange, part, send },
  alone,
  costsData,
  room,
};

/** Waking up again would change nothing. */
const ENDS: (SyncReason | null)[] = [...STOPS, null, 'other-tab', 'rejected', 'wifi'];

/** Sends and receives once. Rejects when another try may do better: the browser then wakes the worker again. */
export async function syncInBackground(ports: BackgroundPorts = worker): Promise<void> {
  const database = await ports.openDatabase();
  try {
    const reason = await once(ports, database);
    if (!ENDS.includes(reason)) throw new Error(reason as string);
  } finally {
    database.close();
  }
}

async function once(ports: BackgroundPorts, database: Database): Promise<SyncReason | null> {
  const outbox = new Outbox(database);
  const pages = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('echo');
  const here = {
    room: await ports.room(),
    drafts: await database.count('drafts'),
    monthBytes: await spentThisMonth(outbox, Date.now(), 0),
  };
  const photosWait = (await outbox.meta('photosWait')) ?? false;
  let spent = 0;
  let ended: SyncReason | null = null;
  const runner = new Runner({
    storage: outbox,
    net: ports.net,
    now: Date.now,
    chance: Math.random,
    nonce: () => hex(crypto.getRandomValues(new Uint8Array(8))),
    health: (unsent, mediaBytes) => healthOf(unsent, mediaBytes, here),
    alone: (work) => ports.alone('sync', work),
    mayGo: (type) => !(photosWait && type.startsWith('image/') && ports.costsData()),
    onChange: (kinds) => pages?.postMessage([...kinds, 'entries']),
    onPhase: () => undefined,
    onProgress: () => undefined,
    onBytes: (count) => (spent += count),
    onEnd: ({ reason }) => (ended = reason),
  });
  try {
    await runner.run();
  } finally {
    await spentThisMonth(outbox, Date.now(), spent);
    pages?.close();
  }
  return ended;
}
