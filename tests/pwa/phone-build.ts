// The whole phone app but for its screens, on a phone that a test can cut off, fill up and kill.

import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, beforeEach } from 'node:test';
import { unwrap } from 'idb';
import type { IDBPDatabase } from 'idb';
import type { App } from '../../static/pwa/src/app/app';
import { createApp } from '../../static/pwa/src/app/create';
import * as late from '../../static/pwa/src/app/late';
import type { Ending } from '../../static/pwa/src/device/listening';
import type { Device, Ports } from '../../static/pwa/src/app/ports';
import type { PinHashing } from '../../static/pwa/src/domain/pin-cost';
import { NetError } from '../../static/pwa/src/domain/failure';
import type { Consent, Definition, Enrolment, Entry } from '../../static/pwa/src/domain/types';
import { deleteDatabase, openDatabase } from '../../static/pwa/src/storage/database';
import type { EnrolRequest } from '../../static/pwa/src/domain/wire';
import { openShared } from '../../static/pwa/src/storage/shared';
import type { Change } from '../../static/pwa/src/sync/ports';
import { PIN, QUICK, awa } from './engine-build';
import { ModelServer } from './model-server';

export const besoin: Definition = {
  name: 'besoin',
  version: '1',
  title: { fr: 'Besoin' },
  languages: ['fr'],
  default_language: 'fr',
  questions: [
    {
      name: 'domaine',
      type: 'select_one',
      label: { fr: 'Quoi ?' },
      choices: [
        { name: 'eau', label: { fr: 'Eau' } },
        { name: 'route', label: { fr: 'Route' } },
      ],
    },
    { name: 'texte', type: 'text', label: { fr: 'Racontez' } },
    { name: 'voix', type: 'audio', label: { fr: 'Voix' } },
    { name: 'photo', type: 'image', label: { fr: 'Photo' } },
    {
      name: 'profondeur',
      type: 'integer',
      label: { fr: 'Mètres' },
      relevant: { call: '=', args: [{ ref: 'domaine' }, { lit: 'eau' }] },
    },
  ],
};
export const rows: Change[] = [
  {
    kind: 'programme',
    id: 'demo',
    op: 'put',
    body: {
      id: 'demo',
      name: { fr: 'Démo' },
      languages: ['fr'],
      consent: { version: '1', text: {}, scopes: [] },
      place: 'V1',
    },
  },
  { kind: 'instrument', id: 'besoin', op: 'put', body: besoin },
  {
    kind: 'place',
    id: 'V1',
    op: 'put',
    body: {
      code: 'V1',
      parent: null,
      name: 'Kouassi-N’Guessankro',
      level: 'locality',
      label: 'Kouassi-N’Guessankro, Béoumi',
    },
  },
];
const consent: Consent = {
  version: '1',
  language: 'fr',
  given_by: 'oral',
  attribution: 'anonymous',
  uses: { keep: true },
};

/** By code; any other is Awa's. */
const enrolments: Record<string, Enrolment> = {
  /** Awa's, after her phone was withdrawn and trusted again. */
  AWA2: { ...awa, token: 'another', device_id: 'd2' },
  KOFFI: { ...awa, token: 'koffi', device_id: 'k', person: { ...awa.person, id: 'koffi', name: 'Koffi Kouadio' } },
};
export const WHO = { pin: PIN, picture: 'signe-soleil' };

type Former = EnrolRequest['former'];

const ROOM = 500_000_000;

const QUICK_PINS: PinHashing = { hash: QUICK.hash, cost: async () => QUICK.cost };

/** The phone and the network about it, for a test to look at and to change; each test begins with a new one. */
export const phone = {
  server: new ModelServer(),
  online: true,
  /** What its databases are named after. */
  name: '',
  free: ROOM,
  /** What it said it was enrolled as before. */
  former: undefined as Former,
  /** There is no more room on it. */
  full: false,
  /** Its disk takes nothing, though there is room. */
  refusing: false,
  /** A database that cannot be opened. */
  broken: '',
  /** What hashes PINs on it: one on which WebAssembly does not run, where a test says nothing else. */
  pins: QUICK_PINS,
  /** What its clock says. */
  time: Date.parse('2026-11-23T09:00:00Z'),
  /** How long it has been on, whatever its clock says. */
  elapsed: 0,
  /** How long it slept with nobody looking at it. */
  slept: 0,
  /** How often the page was loaded anew for want of its storage. */
  reloaded: 0,
  /** How often the page was left. */
  left: 0,
  /** What the microphone hears next. */
  speak: async (_bytes: number[]): Promise<void> => undefined,
  /** The microphone is taken away. */
  hangUp: (_why?: Ending): void => undefined,
  /** Nothing but zeros comes from it. */
  mute: false,
  idle: (): void => undefined,
  /** How a photo is made, and who lets in. */
  shrink: async (file: Blob): Promise<Blob> => device.shrink(file),
  enrol: async (code: string): Promise<Enrolment> => enrolments[code] ?? awa,
  /** Whether the browser asks before the page is closed. */
  holdsBack: (): boolean => false,
  /** What comes of beginning to write in these stores; null when it goes well. */
  fails: (_stores: string[]): DOMException | null => null,
  /** The browser closes all connections, as iOS does when memory is short. */
  close: (): void => open.forEach((database) => unwrap(database as never as IDBPDatabase).close()),
  /** The browser loses the database of that name. */
  lose: async (of: string): Promise<void> => {
    phone.close();
    await deleteDatabase(`${phone.name} ${of}`.trim());
  },
};
const usual = { shrink: phone.shrink, enrol: phone.enrol };
let open: { close(): void; transaction: unknown }[] = [];
let count = 0;
const locks = new Set<string>();
/** From the phone's start to its kill. */
let life = {};

const gate =
  <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
  (...args: Args): Promise<Result> =>
    phone.online ? work(...args) : Promise.reject(new NetError('offline'));

export const device: Device = {
  describe: () => ({ name: 'Tecno', platform: 'test' }),
  browserLanguage: () => 'fr-CI',
  persist: async () => undefined,
  room: async () => ({ usedBytes: 1, freeBytes: phone.free, persisted: true }),
  sawFull: () => undefined,
  costsData: () => false,
  downloaded: () => 0,
  onDownloaded: () => undefined,
  alone: async (lock, work) => {
    if (locks.has(lock)) return false;
    locks.add(lock);
    await work().finally(() => locks.delete(lock));
    return true;
  },
  onVoices: () => undefined,
  sayAloud: () => () => undefined,
  onChances: () => undefined,
  onLeaving: () => undefined,
  onClosing: (holdsBack) => void (phone.holdsBack = holdsBack),
  wakeWhenOnline: async () => undefined,
  keepOffline: () => undefined,
  keepWhole: () => undefined,
  reload: () => void phone.reloaded++,
  leave: () => void phone.left++,
  onIdle: (_ms, work) => void (phone.idle = work),
  locate: async () => ({ lat: 7.67, lon: -5.58, accuracy_m: 9 }),
  shrink: async (file) => new Blob(['small ', await file.arrayBuffer()], { type: 'image/jpeg' }),
  listen: async (onChunk) => {
    let n = 0;
    let failed: unknown;
    phone.speak = (bytes) => {
      const written = onChunk(new Uint8Array(bytes).buffer as ArrayBuffer, n, 'audio/webm').then(() => void n++);
      return written.catch((error: unknown) => {
        failed = error;
        phone.hangUp('not-kept');
      });
    };
    let end = (_why: Ending): void => undefined;
    const ended = new Promise<Ending>((resolve) => (end = resolve));
    phone.hangUp = (why = 'interrupted') => end(why);
    const stop = async (): Promise<void> => {
      end('asked');
      if (failed) throw failed as Error;
    };
    return {
      type: 'audio/webm',
      level: () => 0.5,
      savedMs: () => n * 1000,
      silent: () => phone.mute,
      nothing: () => phone.mute,
      ended,
      stop,
    };
  },
};

/** What a dead page hears of its storage. */
const never = new Promise<never>(() => undefined);
const silence: object = new Proxy({}, { get: (_, name) => () => (name === 'index' ? silence : never) });
const nothing = () => ({ done: never, store: silence, objectStore: () => silence });

/** The app as it starts on this phone, and Awa opens it; again after a kill. */
export async function start(): Promise<App> {
  const app = await locked();
  const [first] = app.people.profiles.value;
  if (first) assert.deepEqual(await app.people.unlock(first.id, PIN), { ok: true });
  return app;
}

/** The app as it starts, before anybody has opened it. */
export async function locked(): Promise<App> {
  const mine = life;
  const ports: Ports = {
    openShared: async (onLost) => {
      if (mine !== life) return never;
      if (phone.broken === 'echo-phone') throw new DOMException('Internal error opening backing store', 'UnknownError');
      const database = await openShared(phone.name, onLost);
      open.push(database);
      return database;
    },
    openDatabase: async (of, onLost) => {
      if (mine !== life) return never;
      if (of === phone.broken) throw new DOMException('damaged', 'UnknownError');
      const database = await openDatabase(`${phone.name} ${of}`, onLost);
      const bare = unwrap(database);
      const transaction = bare.transaction.bind(bare);
      bare.transaction = (...args) => {
        const fault = args[1] === 'readwrite' && phone.fails(([] as string[]).concat(args[0] as string[]));
        if (fault) throw fault;
        if (phone.full && args[1] === 'readwrite') throw new DOMException('full', 'QuotaExceededError');
        if (phone.refusing && args[1] === 'readwrite') throw new DOMException('disk error', 'UnknownError');
        return transaction(...args);
      };
      open.push(database);
      return database;
    },
    databaseNames: async () =>
      (await indexedDB.databases()).flatMap(({ name }) =>
        name?.startsWith(`${phone.name} `) ? name.slice(phone.name.length + 1) : [],
      ),
    deleteDatabase: (of) => deleteDatabase(`${phone.name} ${of}`),
    pins: { hash: (...asked) => phone.pins.hash(...asked), cost: () => phone.pins.cost() },
    net: {
      exchange: gate(phone.server.exchange.bind(phone.server)),
      part: gate(phone.server.part.bind(phone.server)),
      send: gate(phone.server.send.bind(phone.server)),
      enrol: gate(async (asked: EnrolRequest) => {
        phone.former = asked.former;
        const { keys: _, ...enrolment } = await phone.enrol(asked.code);
        return { ...enrolment, ...(phone.server.takesKeys && asked.keys && { keys: asked.keys.posting }) };
      }),
    },
    device: {
      ...device,
      shrink: (file) => phone.shrink(file),
      alone: (lock, work) => (mine === life ? device.alone(lock, work) : never),
    },
    now: () => (phone.time += 10),
    elapsed: () => (phone.elapsed += 10),
    passed: () => phone.elapsed + phone.slept,
    late: Promise.resolve(late),
    chance: () => 0.5,
    random: (size) => Uint8Array.from({ length: size }, (_, n) => (count++ + n) % 256),
  };
  const app = await createApp(Promise.resolve(late), ports);
  await until(() => app.settings.ready.value);
  return app;
}

/** The browser dies: nothing that was only in memory is left, and what was under way never hears of it. */
export function kill(): void {
  locks.clear();
  life = {};
  for (const database of open) {
    database.close();
    database.transaction = nothing;
  }
  open = [];
}

export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

export async function until(done: () => boolean): Promise<void> {
  for (let n = 0; n < 400 && !done(); n++) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(done(), String(done));
}

export async function enrolled(): Promise<App> {
  const app = await start();
  assert.deepEqual(await app.people.enrol(' CODE ', WHO), { ok: true });
  // A sync that began by itself at that moment loads them as well; then this one has nothing to do.
  await until(() => app.reference.instruments.value.length > 0 && app.sync.status.value.phase === 'idle');
  phone.server.changes = [];
  return app;
}

/** Every entry that was sent openly. */
export const openly = (): Entry[] =>
  phone.server.asked.flatMap((one) => one.entries.filter((entry): entry is Entry => 'body' in entry));

export async function need(app: App, texte: string): Promise<string> {
  const id = await app.drafts.start('besoin');
  await app.drafts.setPlace(id, 'V1');
  await app.drafts.setAnswer(id, 'domaine', 'eau');
  await app.drafts.setAnswer(id, 'texte', texte);
  await app.drafts.setConsent(id, consent);
  return id;
}

beforeEach(() => {
  Object.assign(phone, {
    server: new ModelServer(),
    online: true,
    free: ROOM,
    full: false,
    refusing: false,
    mute: false,
    broken: '',
    pins: QUICK_PINS,
    fails: () => null,
    ...usual,
    name: `app-${count++}`,
  });
  phone.server.changes = rows;
});
afterEach(kill);
