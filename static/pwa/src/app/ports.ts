// The ports of the app: the browser's, or a test's.

import type { nextKeys } from '../bundle/key-pair';
import type { listen } from '../device/recorder';
import * as phone from '../device/phone';
import * as room from '../device/room';
import * as transfer from '../device/transfer';
import type { locate } from '../device/position';
import type { shrink } from '../device/photo';
import { passing } from '../device/passing';
import { pins } from '../device/pins';
import { onVoices, sayAloud } from '../device/speaker';
import type { PinHashing } from '../domain/pin-cost';
import type { EnrolRequest, EnrolResponse } from '../domain/wire';
import { enrol, exchange, part } from '../net/exchange';
import type { filesOf, receive } from './carrying';
import type { relock, strengthen } from './relocking';
import { sendMedium } from '../net/tus';
import { databaseNames, deleteDatabase, openDatabase } from '../storage/database';
import type { Database, OnLost } from '../storage/database';
import type { rejoin } from '../storage/rejoining';
import type { reseal } from '../storage/resealing';
import { SHARED_NAME, openShared } from '../storage/shared';
import type { SharedDatabase } from '../storage/shared';
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
}

export interface Ports {
  /** What is shared on this phone, and somebody's own. */
  openShared(onLost: OnLost): Promise<SharedDatabase>;
  openDatabase(name: string, onLost: OnLost): Promise<Database>;
  databaseNames(): Promise<string[]>;
  deleteDatabase(name: string): Promise<void>;
  pins: PinHashing;
  net: SyncNet & {
    enrol(asked: EnrolRequest): Promise<Omit<EnrolResponse, 'epoch'>>;
  };
  device: Device;
  /** ms since 1970, as the phone's clock has it: for moments that are shown or sent, never to measure how long something takes.
   * People set it, networks set it, and a flat battery does. */
  now(): number;
  /** ms since this page began, by a clock that nobody can set. It may stand still while the phone sleeps. */
  elapsed(): number;
  /** The same, with what the phone slept through while nobody looked at the page. */
  passed(): number;
  /** What is asked of what comes late. */
  late: Promise<LateParts>;
  /** 0 to 1. */
  chance(): number;
  /** Bytes that nobody can guess. */
  random(count: number): Uint8Array;
}

/** Keys for this phone, and files that are carried by hand. */
export interface LateParts {
  filesOf: typeof filesOf;
  receive: typeof receive;
  nextKeys: typeof nextKeys;
  reseal: typeof reseal;
  rejoin: typeof rejoin;
  relock: typeof relock;
  strengthen: typeof strengthen;
}

/** Calls that wait for what they call. */
const calls = (late: Promise<LatePorts>): LatePorts => ({
  listen: async (...how) => (await late).listen(...how),
  locate: async (...how) => (await late).locate(...how),
  shrink: async (...how) => (await late).shrink(...how),
});

let passed: (() => number) | undefined;

export function browser(late: Promise<LatePorts & LateParts>): Ports {
  return {
    openShared: (onLost) => openShared(SHARED_NAME, onLost),
    openDatabase,
    databaseNames,
    deleteDatabase,
    pins,
    net: { exchange, part, send: sendMedium, enrol },
    device: { ...phone, ...room, ...transfer, ...calls(late), onVoices, sayAloud },
    now: Date.now,
    elapsed: () => performance.now(),
    passed: () => (passed ??= passing())(),
    late,
    chance: Math.random,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  };
}
