// What the app stands on: the browser's, or a test's.

import { effect } from '@preact/signals';
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
import { send } from '../net/tus';
import { databaseNames, deleteDatabase, openDatabase } from '../storage/database';
import type { Database, OnLost } from '../storage/database';
import { SHARED_NAME, openShared } from '../storage/shared';
import type { SharedDatabase } from '../storage/shared';
import { iterationsHere } from '../storage/vault';
import { rest } from '../ui/rest';
import type { SyncNet } from '../sync/ports';

export type Device = typeof phone & typeof room & typeof transfer & { listen: typeof listen; locate: typeof locate; shrink: typeof shrink; onVoices: typeof onVoices; sayAloud: typeof sayAloud };

/** What comes with the screens behind the first one. */
export type Behind = Pick<typeof import('../rest'), 'HeldPhotos' | 'Prompting' | 'startVoice'>;

export interface Ports {
  /** What is shared on this phone, and somebody's own. */
  openShared(onLost: OnLost): Promise<SharedDatabase>;
  openDatabase(name: string, onLost: OnLost): Promise<Database>;
  databaseNames(): Promise<string[]>;
  deleteDatabase(name: string): Promise<void>;
  /** How often the PIN is hashed on this phone. */
  iterations(): Promise<number>;
  net: SyncNet & { enrol(code: string, device: EnrolRequest['device'], former?: EnrolRequest['former']): Promise<Enrolment> };
  device: Device;
  /** ms since 1970, as the phone's clock has it: for moments that are shown or told, never to measure how long something takes.
   * People set it, networks set it, and a flat battery does. */
  now(): number;
  /** ms since this page began, by a clock that nobody can set. It may stand still while the phone sleeps. */
  elapsed(): number;
  /** The same, with what the phone slept through while nobody looked at the page. */
  passed(): number;
  /** Does this once the screens behind the first one are here, with what came with them. */
  whenBehind(work: (came: Behind) => void): void;
  /** 0 to 1. */
  chance(): number;
  /** Bytes that nobody can guess. */
  random(count: number): Uint8Array;
}

/** What only screens behind the first one ask for comes with them. */
const behind: Pick<Device, 'listen' | 'locate' | 'shrink'> = {
  listen: async (...how) => (await import('../rest')).listen(...how),
  locate: async (...how) => (await import('../rest')).locate(...how),
  shrink: async (...how) => (await import('../rest')).shrink(...how),
};

let passed: (() => number) | undefined;

export const browser: Ports = {
  openShared: (onLost) => openShared(SHARED_NAME, onLost),
  openDatabase,
  databaseNames,
  deleteDatabase,
  iterations: iterationsHere,
  net: { exchange, part, send, enrol },
  device: { ...phone, ...room, ...transfer, ...behind, onVoices, sayAloud },
  now: Date.now,
  elapsed: () => performance.now(),
  passed: () => (passed ??= passing())(),
  whenBehind: (work) => {
    const stop = effect(() => {
      const came = rest.value;
      if (came) queueMicrotask(() => (stop(), work(came)));
    });
  },
  chance: Math.random,
  random: (count) => crypto.getRandomValues(new Uint8Array(count)),
};
