// The ports of the app: the browser's, or a test's.

import type { bundles } from '../bundle/bundle';
import type { lookAt } from '../bundle/receiving';
import type { listen } from '../device/recorder';
import * as phone from '../device/phone';
import * as room from '../device/room';
import * as transfer from '../device/transfer';
import type { locate } from '../device/position';
import type { shrink } from '../device/photo';
import { passing } from '../device/passing';
import { onVoices, sayAloud } from '../device/speaker';
import type { Enrolment } from '../domain/types';
import type { EnrolRequest } from '../domain/wire';
import { enrol, exchange, part } from '../net/exchange';
import { sendMedium } from '../net/tus';
import { databaseNames, deleteDatabase, openDatabase } from '../storage/database';
import type { Database, OnLost } from '../storage/database';
import { SHARED_NAME, openShared } from '../storage/shared';
import type { SharedDatabase } from '../storage/shared';
import { iterationsHere } from '../storage/vault';
import type { SyncNet } from '../sync/ports';

export type Device = typeof phone &
  typeof room &
  typeof transfer & {
    listen: typeof listen;
    locate: typeof locate;
    shrink: typeof shrink;
    onVoices: typeof onVoices;
    sayAloud: typeof sayAloud;
  };

/** What of this comes with the screens behind the first one. */
export interface LatePorts {
  listen: typeof listen;
  locate: typeof locate;
  shrink: typeof shrink;
  bundles: typeof bundles;
  lookAt: typeof lookAt;
}

export interface Ports {
  /** What is shared on this phone, and somebody's own. */
  openShared(onLost: OnLost): Promise<SharedDatabase>;
  openDatabase(name: string, onLost: OnLost): Promise<Database>;
  databaseNames(): Promise<string[]>;
  deleteDatabase(name: string): Promise<void>;
  /** How often the PIN is hashed on this phone. */
  iterations(): Promise<number>;
  net: SyncNet & {
    enrol(code: string, device: EnrolRequest['device'], former?: EnrolRequest['former']): Promise<Enrolment>;
  };
  device: Device;
  /** ms since 1970, as the phone's clock has it: for moments that are shown or sent, never to measure how long something takes.
   * People set it, networks set it, and a flat battery does. */
  now(): number;
  /** ms since this page began, by a clock that nobody can set. It may stand still while the phone sleeps. */
  elapsed(): number;
  /** The same, with what the phone slept through while nobody looked at the page. */
  passed(): number;
  /** Files of records, to be carried by hand: making them, and looking at one. */
  bundles: typeof bundles;
  lookAt: typeof lookAt;
  /** 0 to 1. */
  chance(): number;
  /** Bytes that nobody can guess. */
  random(count: number): Uint8Array;
}

/** Calls that wait for what they call. */
const calls = (late: Promise<LatePorts>): LatePorts => ({
  listen: async (...how) => (await late).listen(...how),
  locate: async (...how) => (await late).locate(...how),
  shrink: async (...how) => (await late).shrink(...how),
  bundles: async (...of) => (await late).bundles(...of),
  lookAt: async (...of) => (await late).lookAt(...of),
});

let passed: (() => number) | undefined;

export function browser(late: Promise<LatePorts>): Ports {
  const { bundles, lookAt, ...media } = calls(late);
  return {
    openShared: (onLost) => openShared(SHARED_NAME, onLost),
    openDatabase,
    databaseNames,
    deleteDatabase,
    iterations: iterationsHere,
    net: { exchange, part, send: sendMedium, enrol },
    device: { ...phone, ...room, ...transfer, ...media, onVoices, sayAloud },
    now: Date.now,
    elapsed: () => performance.now(),
    passed: () => (passed ??= passing())(),
    bundles,
    lookAt,
    chance: Math.random,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  };
}
