// Sending with no page open: what the worker does when the browser wakes it because there is signal. Nobody is here, so all
// places are locked.

import { alone, costsData } from '../device/phone';
import { room } from '../device/room';
import { downloaded } from '../device/transfer';
import { exchange, part } from '../net/exchange';
import { sendMedium } from '../net/tus';
import { databaseNames, openDatabase } from '../storage/database';
import { SHARED_NAME, Shared, openShared, ownersOf } from '../storage/shared';
import type { SharedDatabase } from '../storage/shared';
import { isWorthAnother, post } from './posting';
import { withSpares } from './spares';
import type { PostingPorts } from './posting';

export interface BackgroundPorts extends PostingPorts {
  openShared(): Promise<SharedDatabase>;
  databaseNames(): Promise<string[]>;
}

const opens = { openShared: () => openShared(SHARED_NAME, () => undefined) };

const worker: BackgroundPorts = {
  ...opens,
  openDatabase,
  databaseNames,
  net: { exchange: withSpares(exchange, opens), part, send: sendMedium },
  device: { alone, costsData, room, downloaded },
  now: Date.now,
  elapsed: () => performance.now(),
  chance: Math.random,
  random: (count) => crypto.getRandomValues(new Uint8Array(count)),
};

/** Sends for everybody once. Rejects when another try may do better: the browser then wakes the worker again. */
export async function syncInBackground(ports: BackgroundPorts = worker): Promise<void> {
  const database = await ports.openShared();
  const pages = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('echo');
  try {
    const shared = new Shared(database);
    const profiles = Array.from(
      new Set([...(await shared.profiles()).map((one) => one.id), ...ownersOf(await ports.databaseNames())]),
    );
    const reason = await post(ports, shared, profiles, () => pages?.postMessage(['entries']));
    if (isWorthAnother(reason)) throw new Error(reason as string);
  } finally {
    pages?.close();
    database.close();
  }
}
