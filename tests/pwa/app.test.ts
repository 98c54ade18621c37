// The whole phone app but for its screens: Awa records without a network, is killed, comes back, sends, corrects.

import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { openDB } from 'idb';
import { afterEach, beforeEach, test } from 'node:test';
import type { App } from '../../static/pwa/src/app/app';
import { createApp } from '../../static/pwa/src/app/create';
import type { Device, Ports } from '../../static/pwa/src/app/ports';
import { bundles } from '../../static/pwa/src/bundle/bundle';
import { Letters } from '../../static/pwa/src/bundle/letters';
import { CaptureError, NetError } from '../../static/pwa/src/domain/failure';
import type { Body, Consent, Definition, Enrolment, Entry, Kept } from '../../static/pwa/src/domain/types';
import { deleteDatabase, openDatabase } from '../../static/pwa/src/storage/database';
import { openShared } from '../../static/pwa/src/storage/shared';
import type { Change } from '../../static/pwa/src/sync/ports';
import { PIN, awa } from './engine-build';
import { ModelServer, hashOf } from './model-server';

const besoin: Definition = {
  name: 'besoin', version: '1', title: { fr: 'Besoin' }, languages: ['fr'], default_language: 'fr',
  questions: [
    { name: 'domaine', type: 'select_one', label: { fr: 'Quoi ?' }, choices: [{ name: 'eau', label: { fr: 'Eau' } }, { name: 'route', label: { fr: 'Route' } }] },
    { name: 'texte', type: 'text', label: { fr: 'Racontez' } },
    { name: 'voix', type: 'audio', label: { fr: 'Voix' } },
    { name: 'photo', type: 'image', label: { fr: 'Photo' } },
    { name: 'profondeur', type: 'integer', label: { fr: 'Mètres' }, relevant: { call: '=', args: [{ ref: 'domaine' }, { lit: 'eau' }] } },
  ],
};
const rows: Change[] = [
  { kind: 'programme', id: 'demo', op: 'put', body: { id: 'demo', name: { fr: 'Démo' }, languages: ['fr'], consent: { version: '1', text: {}, scopes: [] }, place: 'V1' } },
  { kind: 'instrument', id: 'besoin', op: 'put', body: besoin },
  { kind: 'place', id: 'V1', op: 'put', body: { code: 'V1', parent: null, name: 'Kouassi-N’Guessankro', level: 'locality', label: 'Kouassi-N’Guessankro, Béoumi' } },
];
const consent: Consent = { version: '1', language: 'fr', given_by: 'oral', attribution: 'anonymous', uses: { keep: true } };

/** By code; any other is Awa's. */
const enrolments: Record<string, Enrolment> = {
  KOFFI: { ...awa, token: 'koffi', device_id: 'k', person: { ...awa.person, id: 'koffi', name: 'Koffi Kouadio' } },
};
const WHO = { pin: PIN, picture: 'signe-soleil' };

let server: ModelServer;
let online: boolean;
let name: string;
let free = 500_000_000;
let time = Date.parse('2026-11-23T09:00:00Z');
let open: { close(): void; transaction: unknown }[] = [];
let left = 0;
/** A database that cannot be opened. */
let broken = '';
/** There is no more room on the phone. */
let full = false;
let hangUp: () => void = () => undefined;
let idle: () => void = () => undefined;
let speak: (bytes: number[]) => Promise<void>;
let count = 0;
const held = new Set<string>();
/** From the phone's start to its kill. */
let life = {};

const gate = <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) => (...args: Args): Promise<Result> =>
  online ? work(...args) : Promise.reject(new NetError('offline'));

const device: Device = {
  describe: () => ({ name: 'Tecno', platform: 'test' }),
  browserLanguage: () => 'fr-CI',
  persist: async () => undefined,
  room: async () => ({ usedBytes: 1, freeBytes: free, persisted: true }),
  sawFull: () => undefined,
  costsData: () => false,
  downloaded: () => 0,
  onDownloaded: () => undefined,
  alone: async (lock, work) => {
    if (held.has(lock)) return false;
    held.add(lock);
    await work().finally(() => held.delete(lock));
    return true;
  },
  onVoices: () => undefined,
  sayAloud: () => () => undefined,
  onChances: () => undefined,
  onLeaving: () => undefined,
  wakeWhenOnline: async () => undefined,
  keepOffline: () => undefined,
  reload: () => undefined,
  leave: () => void left++,
  onIdle: (_ms, work) => void (idle = work),
  locate: async () => ({ lat: 7.67, lon: -5.58, accuracy_m: 9 }),
  shrink: async (file) => new Blob(['small ', await file.arrayBuffer()], { type: 'image/jpeg' }),
  listen: async (onChunk) => {
    let n = 0;
    speak = (bytes) => onChunk(new Uint8Array(bytes).buffer as ArrayBuffer, n++, 'audio/webm');
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    hangUp = end;
    return { type: 'audio/webm', level: () => 0.5, ended, stop: async () => end() };
  },
};

/** What a dead page hears of its storage. */
const never = new Promise<never>(() => undefined);
const silence: object = new Proxy({}, { get: (_, name) => () => (name === 'index' ? silence : never) });
const nothing = () => ({ done: never, store: silence, objectStore: () => silence });

/** The app as it starts on this phone, and Awa opens it; again after a kill. */
async function start(): Promise<App> {
  const app = await locked();
  const [first] = app.profiles.value;
  if (first) assert.deepEqual(await app.unlock(first.id, PIN), { ok: true });
  return app;
}

/** The app as it starts, before anybody has opened it. */
async function locked(): Promise<App> {
  const mine = life;
  const ports: Ports = {
    openShared: async (onLost) => {
      const database = await openShared(name, onLost);
      open.push(database);
      return database;
    },
    openDatabase: async (of, onLost) => {
      if (of === broken) throw new DOMException('damaged', 'UnknownError');
      const database = await openDatabase(`${name} ${of}`, onLost);
      const transaction = database.transaction.bind(database);
      database.transaction = ((...args: Parameters<typeof transaction>) => {
        if (full && args[1] === 'readwrite') throw new DOMException('full', 'QuotaExceededError');
        return transaction(...args);
      }) as typeof database.transaction;
      open.push(database);
      return database;
    },
    deleteDatabase: (of) => deleteDatabase(`${name} ${of}`),
    iterations: async () => 1000,
    net: { exchange: gate(server.exchange.bind(server)), part: gate(server.part.bind(server)), send: gate(server.send.bind(server)), enrol: gate(async (code: string) => enrolments[code] ?? awa) },
    device: { ...device, alone: (lock, work) => (mine === life ? device.alone(lock, work) : never) },
    now: () => (time += 10),
    chance: () => 0.5,
    random: (size) => Uint8Array.from({ length: size }, (_, n) => (count++ + n) % 256),
  };
  const app = await createApp(ports);
  await until(() => app.ready.value);
  return app;
}

/** The browser dies: nothing that was only in memory is left, and what was under way never hears of it. */
function kill(): void {
  held.clear();
  life = {};
  for (const database of open) {
    database.close();
    database.transaction = nothing;
  }
  open = [];
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

async function until(done: () => boolean): Promise<void> {
  for (let n = 0; n < 400 && !done(); n++) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(done(), String(done));
}

async function enrolled(): Promise<App> {
  const app = await start();
  assert.deepEqual(await app.enrol(' CODE ', WHO), { ok: true });
  // A sync that began by itself at that moment brings them as well; then this one has nothing to do.
  await until(() => app.instruments.value.length > 0 && app.sync.value.phase === 'idle');
  server.changes = [];
  return app;
}

/** Every entry that was sent openly. */
const openly = (): Entry[] => server.asked.flatMap((one) => one.entries.filter((entry): entry is Entry => 'body' in entry));

async function need(app: App, texte: string): Promise<string> {
  const id = await app.startDraft('besoin');
  await app.setPlace(id, 'V1');
  await app.setAnswer(id, 'domaine', 'eau');
  await app.setAnswer(id, 'texte', texte);
  await app.setConsent(id, consent);
  return id;
}

beforeEach(() => {
  server = new ModelServer();
  server.changes = rows;
  online = true;
  full = false;
  name = `app-${count++}`;
});
afterEach(kill);

test('Awa enrols once, and the instruments and places are there without a network from then on', async () => {
  await enrolled();
  kill();
  online = false;
  const app = await start();
  assert.deepEqual(app.instruments.value.map((one) => one.name), ['besoin']);
  await until(() => app.searchPlaces('nguessankro').length === 1);
  assert.equal(app.searchPlaces('kouassi beoumi')[0]?.label, 'Kouassi-N’Guessankro, Béoumi');
  assert.deepEqual([app.language.value, app.enrolment.value?.person.name], ['fr', 'Awa']);
});

test('a code that is not valid leaves nothing behind', async () => {
  const app = await start();
  online = false;
  assert.deepEqual(await app.enrol('X', WHO), { ok: false, reason: 'offline' });
  assert.equal(app.enrolment.value, null);
});

test('every answer is on the disk when it has been given, through a kill', async () => {
  const app = await enrolled();
  const id = await need(app, 'La pompe est cassée');
  kill();
  const again = await start();
  assert.deepEqual(again.draft(id)?.answers, { domaine: 'eau', texte: 'La pompe est cassée' });
  assert.equal(again.draft(id)?.place, 'V1');
  await again.setAnswer(id, 'texte', undefined);
  assert.deepEqual(again.draft(id)?.answers, { domaine: 'eau' });
});

test('several drafts stand beside each other, and one can be thrown away with its photo', async () => {
  const app = await enrolled();
  const [first, second] = [await need(app, 'un'), await need(app, 'deux')];
  const photo = await app.attachPhoto(first, 'photo', new Blob(['big']));
  assert.equal(app.drafts.value.length, 2);
  await app.deleteDraft(first);
  assert.deepEqual(app.drafts.value.map((one) => one.id), [second]);
  assert.equal(await app.mediaUrl(photo.sha256), null);
});

test('quick answers in two tabs lose nothing of each other', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const other = await start();
  await Promise.all([app.setAnswer(id, 'texte', 'un'), other.setAnswer(id, 'profondeur', 12), app.setMode(id, 'group')]);
  kill();
  const draft = (await start()).draft(id);
  assert.deepEqual([draft?.answers, draft?.mode], [{ domaine: 'eau', texte: 'un', profondeur: 12 }, 'group']);
});

test('a finished record waits without a network, survives a kill, and arrives byte for byte as it was made', async () => {
  const app = await enrolled();
  online = false;
  const id = await need(app, 'L’eau est « sale » 💧');
  const photo = await app.attachPhoto(id, 'photo', new Blob(['big']));
  await app.finish(id);
  assert.deepEqual([app.drafts.value.length, app.records.value[0]?.state, app.sync.value.unsent], [0, 'finished', 1]);
  kill();
  const again = await start();
  assert.equal(again.records.value[0]?.summary, 'Eau · L’eau est « sale » 💧');
  online = true;
  await again.syncNow();
  await until(() => again.records.value[0]?.state === 'sent');
  const sent = openly()[0];
  assert.equal(sent?.digest, createHash('sha256').update(sent?.body ?? '', 'utf8').digest('hex'));
  const body = JSON.parse(sent?.body ?? '') as Body;
  assert.deepEqual([body.author, body.place, body.instrument_version, body.media], ['awa', 'V1', '1', [photo]]);
  assert.match(body.recorded_at, /^2026-11-23T.*[+-]\d\d:\d\d$/);
  assert.deepEqual([...server.media], [photo.sha256]);
  await until(() => again.sync.value.mediaLeft === 0 && again.sync.value.phase === 'idle');
});

test('an answer to a question that is no longer asked does not travel, nor does its photo', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  await app.setAnswer(id, 'profondeur', 12);
  await app.setAnswer(id, 'domaine', 'route');
  await app.finish(id);
  assert.deepEqual((await app.answersOf(id))?.answers, { domaine: 'route', texte: 'x' });
});

test('finish pressed twice, or in two tabs, makes one record', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const other = await start();
  await Promise.all([app.finish(id), app.finish(id), other.finish(id)]);
  await until(() => app.sync.value.unsent === 0 && server.ledger.size > 0);
  assert.deepEqual([server.ledger.size, app.records.value.length], [1, 1]);
});

test('without an agreement nothing is finished, and nothing is lost', async () => {
  const app = await enrolled();
  const id = await app.startDraft('besoin');
  await app.setAnswer(id, 'texte', 'x');
  await assert.rejects(app.finish(id));
  assert.equal(app.draft(id)?.answers.texte, 'x');
});

test('a voice is kept second by second; cut off by a kill, it is the answer when the phone is back', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  await app.startVoice(id, 'voix');
  for (const second of [[1, 2], [3], [4, 5, 6]]) await speak(second);
  kill();
  const again = await start();
  const draft = again.draft(id);
  assert.deepEqual([draft?.media.voix?.bytes, draft?.media.voix?.type], [6, 'audio/webm']);
  assert.equal(draft?.answers.voix, createHash('sha256').update(Uint8Array.of(1, 2, 3, 4, 5, 6)).digest('hex'));
  kill();
  assert.equal((await start()).draft(id)?.media.voix?.bytes, 6, 'mended once, not twice');
});

test('a second tab does not take a voice that is still being spoken for one that was cut off', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const recording = await app.startVoice(id, 'voix');
  await speak([1, 2]);
  await start();
  await speak([3]);
  assert.equal((await recording.stop()).bytes, 3);
  assert.equal(app.draft(id)?.media.voix?.bytes, 3);
});

test('a long voice does not give way to the second that was cut off when Awa began anew', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const recording = await app.startVoice(id, 'voix');
  await speak([1, 2, 3, 4]);
  await recording.stop();
  await app.startVoice(id, 'voix');
  await speak([9]);
  kill();
  assert.equal((await start()).draft(id)?.media.voix?.bytes, 4);
});

test('a voice that was cancelled, or in which nothing was heard, leaves nothing', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const recording = await app.startVoice(id, 'voix');
  await speak([1]);
  await recording.cancel();
  await assert.rejects((await app.startVoice(id, 'voix')).stop(), (error: CaptureError) => error.code === 'no-device');
  kill();
  assert.equal((await start()).draft(id)?.answers.voix, undefined);
});

test('the reviewer’s question comes back, is answered without a network, and goes up as revision 2', async () => {
  const app = await enrolled();
  const id = await need(app, 'La pompe');
  const photo = await app.attachPhoto(id, 'photo', new Blob(['big']));
  await app.finish(id);
  await until(() => app.records.value[0]?.state === 'sent');
  const asks = { id: 'q1', state: 'needs_correction', at: '2026-11-23T10:00:00Z', rev: 1, reason: 'unclear', message: 'Quelle pompe ?' };
  server.changes = [{ kind: 'record', id, op: 'put', body: { id, rev: 1, state: 'needs_correction', events: [asks] } }];
  await app.syncNow();
  await until(() => app.records.value[0]?.needsCorrection === true);
  assert.equal(app.records.value[0]?.question?.message, 'Quelle pompe ?');
  online = false;
  server.changes = [];
  assert.equal(await app.startCorrection(id), id);
  await app.setReply(id, 'Celle du marché');
  await app.setAnswer(id, 'texte', 'La pompe du marché');
  kill();
  const again = await start();
  assert.deepEqual([again.draft(id)?.replyTo, again.draft(id)?.replyText], ['q1', 'Celle du marché']);
  await again.finish(id);
  assert.deepEqual([again.records.value[0]?.state, again.records.value[0]?.needsCorrection], ['finished', false]);
  online = true;
  await again.syncNow();
  await until(() => again.records.value[0]?.state === 'sent');
  const second = openly().find((one) => one.rev === 2);
  const body = JSON.parse(second?.body ?? '') as Body;
  assert.deepEqual([second?.id, body.reply_to, body.answers.texte], [id, { decision: 'q1', text: 'Celle du marché' }, 'La pompe du marché']);
  assert.deepEqual([body.media[0]?.sha256, server.sent], [photo.sha256, [photo.sha256]], 'the photo is named again, not sent again');
});

test('what is told by a code is put in order once, and anew when there is news of it', async () => {
  const app = await enrolled();
  const told = (id: string, state: string): Change => ({ kind: 'fate', id, op: 'put', body: { code: '0712345678', state, date: '2026-11-20' } });
  assert.deepEqual(await app.fates('0712345678'), []);
  server.changes = [told('a', 'received'), told('b', 'accepted'), { kind: 'fate', id: 'c', op: 'put', body: { code: '1', state: 'read', date: '2026-11-20' } }];
  await app.syncNow();
  assert.deepEqual((await app.fates('0712345678')).map((one) => one.state), ['received', 'accepted']);
  assert.deepEqual(await app.fates('2'), []);
  server.changes = [told('a', 'read'), { kind: 'fate', id: 'b', op: 'drop' } as Change];
  await app.syncNow();
  assert.deepEqual((await app.fates('0712345678')).map((one) => one.state), ['read']);
});

test('a quarantined record is corrected as the next revision', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  server.quarantine = [{ field: 'place', reason: 'outside' }];
  await app.finish(id);
  await until(() => app.records.value[0]?.state === 'quarantined');
  assert.deepEqual([app.records.value[0]?.faults, app.records.value[0]?.needsCorrection], [server.quarantine, true]);
  server.quarantine = [];
  await app.startCorrection(id);
  assert.equal(app.draft(id)?.rev, 2);
  await app.finish(id);
  await until(() => app.records.value[0]?.state === 'sent');
});

test('a revoked phone is not asked again by itself, and keeps recording', async () => {
  const app = await enrolled();
  const exchange = server.exchange;
  server.exchange = () => Promise.reject(new NetError('revoked', 403));
  kill();
  const again = await start();
  await until(() => again.sync.value.reason === 'revoked');
  const before = server.asked.length;
  server.exchange = exchange;
  await again.finish(await need(again, 'x'));
  assert.deepEqual([again.records.value[0]?.state, server.asked.length, app.sync.value.nextAt === null], ['finished', before, false]);
});

test('a full phone says so and keeps what it had', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  full = true;
  await assert.rejects(app.attachPhoto(id, 'photo', new Blob(['big'])), (error: CaptureError) => error.code === 'no-space');
  assert.deepEqual(app.draft(id)?.answers, { domaine: 'eau', texte: 'x' });
});

async function fileOf(more: Partial<{ programme: string; device_id: string }> = {}): Promise<Blob> {
  const body = '{}';
  const entry = { id: '01900000-0000-7000-8000-000000000001', rev: 1, digest: hashOf(body), body, media: [], finishedAt: 1 } as unknown as Kept;
  const letter = (await Letters.of(awa).entry(entry)).bytes.buffer;
  const koffi = { device: more.device_id ?? 'koffis-phone', programme: more.programme ?? awa.scope.programme };
  const [made] = await bundles({ entries: [entry], letterOf: async () => letter, bytesOf: async () => undefined }, koffi, new Date(time), () => undefined);
  return (made as { file: Blob }).file;
}

test('Koffi’s file is carried through a kill, sent once, and let go only when it is in a safe place', async () => {
  let app = await enrolled();
  online = false;
  const file = await fileOf();
  assert.deepEqual(await app.receive(file, 'koffi.echo'), { records: 1, media: 0 });
  kill();
  app = await start();
  assert.deepEqual(app.carried.value.map((one) => [one.name, one.records, one.sent]), [['koffi.echo', 1, false]]);
  const hash = app.carried.value[0]?.sha256 as string;
  online = true;
  await app.syncNow();
  await until(() => app.carried.value[0]?.sent === true);
  server.carried.set(hash, { state: 'imported', kept: 1, damaged: 0, safe: false });
  await app.syncNow();
  await until(() => app.carried.value[0]?.state === 'imported');
  server.carried.set(hash, { state: 'imported', kept: 1, damaged: 0, safe: true });
  await app.syncNow();
  await until(() => app.carried.value.length === 0);
  assert.deepEqual(server.sent, [hash]);
});

test('a server that lost a carried file gets it again', async () => {
  const app = await enrolled();
  await app.receive(await fileOf(), 'koffi.echo');
  await until(() => server.sent.length === 1 && app.sync.value.phase === 'idle');
  server.media.clear();
  await app.syncNow();
  await app.syncNow();
  await until(() => server.sent.length === 2);
});

test('what is no file of ours, or another programme’s, or her own, is not kept', async () => {
  const app = await enrolled();
  assert.equal(await app.receive(new Blob(['PK nothing']), 'x.echo'), 'not-ours');
  assert.equal(await app.receive(await fileOf({ programme: 'ailleurs' }), 'x.echo'), 'other-programme');
  assert.equal(await app.receive(await fileOf({ device_id: awa.device_id }), 'x.echo'), 'own');
  assert.deepEqual(app.carried.value, []);
});

test('what is not safe is handed over as a file, by whoever holds the phone; it stays here too', async () => {
  const app = await enrolled();
  online = false;
  await app.finish(await need(app, 'la pompe'));
  await app.finish(await need(app, 'la route'));
  assert.deepEqual((await app.handOver(() => undefined)).map((one) => one.records), [2]);
  kill();
  const again = await locked();
  assert.deepEqual((await again.handOver(() => undefined)).map((one) => one.records), [2]);
  assert.equal(again.profiles.value[0]?.unsafe, 2);
});

test('an instrument that changed does not take the questions from under a draft', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  server.changes = [{ kind: 'instrument', id: 'besoin', op: 'put', body: { ...besoin, version: '2', questions: [] } }];
  await app.syncNow();
  kill();
  const again = await start();
  assert.deepEqual([again.definition('besoin')?.version, again.definition('besoin', '1')?.questions.length], ['2', 5]);
  await again.finish(id);
  assert.equal(((await again.answersOf(id))?.answers as { texte: string }).texte, 'x');
});

test('a photo or a voice that would not fit is not begun, and nothing that was answered is lost', async (context) => {
  const app = await enrolled();
  const id = await app.startDraft('besoin');
  await app.setAnswer(id, 'texte', 'La pompe est cassée.');
  const drawn = context.mock.method(device, 'shrink');
  const heard = context.mock.method(device, 'listen');
  free = 2_000_000;
  context.after(() => (free = 500_000_000));
  for (const begun of [() => app.attachPhoto(id, 'photo', new Blob(['big'])), () => app.startVoice(id, 'voix')]) {
    await assert.rejects(begun(), (error: CaptureError) => error.code === 'no-space');
  }
  assert.equal(drawn.mock.callCount() + heard.mock.callCount(), 0);
  assert.deepEqual(app.draft(id)?.answers, { texte: 'La pompe est cassée.' });
  assert.equal(app.storage.value.freeBytes, 2_000_000);
});

/** Koffi takes a place on Awa's phone, with a PIN of his own, and records. */
async function koffiRecords(texte: string): Promise<void> {
  const app = await locked();
  assert.deepEqual(await app.enrol('KOFFI', { pin: '271828', picture: 'signe-lune' }), { ok: true });
  await until(() => app.instruments.value.length > 0);
  await app.finish(await need(app, texte));
  await until(() => app.sync.value.unsent === 0);
  kill();
}

/** Everything that is on the phone's disk, as bytes one after the other. */
async function disk(): Promise<Buffer> {
  const found: Buffer[] = [];
  const walk = (value: unknown): void => {
    if (value instanceof ArrayBuffer) found.push(Buffer.from(value));
    else if (ArrayBuffer.isView(value)) found.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    else if (Array.isArray(value)) value.forEach(walk);
    else if (value && typeof value === 'object') Object.entries(value).forEach(([key, one]) => (found.push(Buffer.from(`${key}:`)), walk(one)));
    else found.push(Buffer.from(`${String(value)};`));
  };
  for (const { name: each } of await indexedDB.databases()) {
    if (!each?.startsWith(name)) continue;
    const database = await openDB(each);
    for (const store of Array.from(database.objectStoreNames)) {
      walk(await database.getAllKeys(store));
      walk(await database.getAll(store));
    }
    database.close();
  }
  return Buffer.concat(found);
}

test('two people on one phone: each opens their own place, and sees nothing of the other’s', async () => {
  const app = await enrolled();
  online = false;
  await app.finish(await need(app, 'de Awa'));
  kill();
  online = true;
  server.changes = rows;
  await koffiRecords('de Koffi');
  const again = await locked();
  assert.deepEqual(again.profiles.value.map((one) => one.picture), ['signe-soleil', 'signe-lune']);
  const [hers, his] = again.profiles.value.map((one) => one.id) as [string, string];
  assert.equal((await again.unlock(his, PIN)).ok, false, 'Awa’s PIN does not open Koffi’s place');
  await again.unlock(his, '271828');
  assert.deepEqual([again.records.value.map((one) => one.summary), again.enrolment.value?.person.name], [['Eau · de Koffi'], 'Koffi Kouadio']);
  kill();
  const hersAgain = await locked();
  await hersAgain.unlock(hers, PIN);
  assert.deepEqual(hersAgain.records.value.map((one) => one.summary), ['Eau · de Awa']);
});

test('what Awa finished goes while Koffi holds the phone, and while nobody does, without her PIN', async () => {
  const app = await enrolled();
  online = false;
  await app.finish(await need(app, 'de Awa'));
  kill();
  online = true;
  const nobody = await locked();
  await until(() => nobody.profiles.value[0]?.unsent === 0);
  assert.equal(openly().length, 0);
  kill();
  online = false;
  const hers = await start();
  await hers.finish(await need(hers, 'encore'));
  kill();
  online = true;
  server.ledger.clear();
  server.changes = rows;
  await koffiRecords('de Koffi');
  assert.equal(server.ledger.size, 2, 'his, and hers with it');
});

test('nothing that was said, no name, no photo and no voice lies open on the disk; nor does the token or the PIN', async () => {
  const app = await enrolled();
  online = false;
  const photo = 'big picture of the pump';
  const done = await need(app, 'La pompe est cassée');
  await app.attachPhoto(done, 'photo', new Blob([photo]));
  await app.finish(done);
  const open = await need(app, 'Le dispensaire est loin');
  await app.startVoice(open, 'voix');
  await speak(Array.from(Buffer.from('first second of a voice')));
  const fate = { id: 'e', state: 'rejected', at: '2026-11-23T10:00:00Z', rev: 1, message: 'Nous la connaissons' };
  server.changes = [{ kind: 'record', id: done, op: 'put', body: { id: done, rev: 1, state: 'rejected', events: [fate] } }];
  online = true;
  await app.syncNow();
  await until(() => app.records.value[0]?.state === 'rejected');
  kill();
  const bytes = await disk();
  for (const secret of ['pompe', 'dispensaire', photo, 'first second', 'Nous la connaissons', 'Awa', PIN, 'token:t;']) {
    assert.ok(!bytes.includes(secret), secret);
  }
  assert.ok(bytes.includes('token:post.d.'), 'only what lets it hand over');
  assert.ok(bytes.includes('Kouassi-N’Guessankro'), 'places are no secret: what is looked for is found where it is');
});

test('a wrong PIN opens nothing; after three one waits, longer each time, and a page begun anew does not help', async () => {
  await enrolled();
  kill();
  let app = await locked();
  const id = app.profiles.value[0]?.id as string;
  const tried = async (pin: string): Promise<number> => ((await app.unlock(id, pin)) as { openAt: number }).openAt;
  assert.deepEqual([await tried('000000'), await tried('000001'), app.profiles.value[0]?.openAt], [0, 0, 0], 'a moment that is over holds no key back');
  assert.ok((await tried('000002')) - time > 25_000);
  assert.equal((await app.unlock(id, PIN)).ok, false, 'not even the right one, before the time');
  kill();
  app = await locked();
  assert.equal((await app.unlock(id, PIN)).ok, false);
  time += 31_000;
  assert.deepEqual(await app.unlock(id, PIN), { ok: true });
});

test('a forgotten PIN: what was finished arrives, the coordinator gives a new place, and the old one goes when all is safe', async () => {
  const app = await enrolled();
  online = false;
  await app.finish(await need(app, 'la pompe'));
  await need(app, 'jamais fini');
  kill();
  online = true;
  const anew = await locked();
  await until(() => anew.profiles.value[0]?.unsent === 0);
  const old = anew.profiles.value[0]?.id as string;
  assert.equal(await anew.removeProfile(old), 'unsafe', 'sent is not yet safe');
  assert.deepEqual(await anew.enrol('NOUVEAU', { pin: '161803', picture: 'signe-etoile' }), { ok: true });
  assert.deepEqual(anew.records.value, [], 'nothing of the old place is read');
  server.safe = 99;
  await anew.syncNow();
  await until(() => anew.profiles.value[0]?.unsafe === 0);
  assert.equal(await anew.removeProfile(old), 'later', 'there is a draft in it, and somebody may still know the PIN');
  time += 25 * 3600_000;
  assert.equal(await anew.removeProfile(old), 'gone');
  assert.equal(anew.profiles.value.length, 1);
});

test('a PIN is changed only by who knows it, and then only the new one opens', async () => {
  const app = await enrolled();
  await need(app, 'x');
  assert.equal(await app.changePin('999999', '161803'), false);
  assert.equal(await app.changePin(PIN, '161803'), true);
  kill();
  const again = await locked();
  const id = again.profiles.value[0]?.id as string;
  assert.equal((await again.unlock(id, PIN)).ok, false);
  await again.unlock(id, '161803');
  assert.equal(again.drafts.value[0]?.answers.texte, 'x');
});

test('a phone that lies idle locks itself, but never in the middle of a voice', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const before = left;
  const recording = await app.startVoice(id, 'voix');
  await speak([1]);
  idle();
  await settled();
  assert.equal(left, before);
  await recording.stop();
  idle();
  await until(() => left === before + 1);
  await app.startVoice(id, 'voix');
  hangUp(); // a call came in: nobody is listening any more
  await settled();
  idle();
  await until(() => left === before + 2);
});

test('while it is locked nothing can be asked of a place', async () => {
  await enrolled();
  kill();
  const app = await locked();
  assert.throws(() => app.startDraft('besoin'), /locked/);
  assert.deepEqual([app.drafts.value, app.records.value, app.enrolment.value], [[], [], null]);
});

test('a phone without room says so before the code is spent', async (context) => {
  const app = await start();
  free = 2_000_000;
  context.after(() => (free = 500_000_000));
  assert.deepEqual(await app.enrol('CODE', WHO), { ok: false, reason: 'full' });
  assert.deepEqual(app.profiles.value, []);
});

test('each person on the phone is spoken to in their own language; the locked phone speaks the last one chosen', async () => {
  let app = await locked();
  await app.setLanguage('en');
  await app.enrol('CODE', WHO);
  assert.equal(app.language.value, 'en', 'chosen before she had a place');
  kill();
  app = await locked();
  assert.equal(app.language.value, 'en');
  await app.enrol('KOFFI', { pin: '271828', picture: 'signe-lune' });
  assert.equal(app.language.value, 'fr', 'what the Lab knows of Koffi');
  kill();
  assert.equal((await start()).language.value, 'en');
});

test('a voice that was cut off on a full phone keeps nobody out of their place, and is there when there is room', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  await app.startVoice(id, 'voix');
  await speak([1, 2, 3]);
  kill();
  full = true;
  const again = await start();
  assert.equal(again.draft(id)?.media.voix, undefined);
  kill();
  full = false;
  assert.equal((await start()).draft(id)?.media.voix?.bytes, 3);
});

test('a voice for which there was no room goes with the record when it is finished, or the record is not', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const recording = await app.startVoice(id, 'voix');
  await speak([1, 2, 3]);
  full = true;
  await assert.rejects(recording.stop(), (error: CaptureError) => error.code === 'no-space');
  await assert.rejects(app.finish(id), (error: CaptureError) => error.code === 'no-space');
  full = false;
  await app.finish(id);
  assert.equal((await app.answersOf(id))?.media.length, 1);
});

test('said anew after one that could not be kept, the new one counts, also after a kill', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const first = await app.startVoice(id, 'voix');
  await speak([1, 2, 3, 4, 5]);
  full = true;
  await assert.rejects(first.stop());
  full = false;
  const second = await app.startVoice(id, 'voix');
  await speak([9]);
  await second.stop();
  kill();
  assert.equal((await start()).draft(id)?.media.voix?.bytes, 1);
});

test('a clock that was years ahead for a moment keeps nobody out: the wait begins anew once it is right', async () => {
  await enrolled();
  kill();
  const right = time;
  time += 4 * 365 * 24 * 3600_000;
  let app = await locked();
  const id = app.profiles.value[0]?.id as string;
  for (const pin of ['000000', '000001', '000002']) await app.unlock(id, pin);
  kill();
  time = right;
  app = await locked();
  assert.ok((app.profiles.value[0]?.openAt ?? 0) - time <= 30_000);
  time += 31_000;
  assert.deepEqual(await app.unlock(id, PIN), { ok: true });
});

test('a place that cannot be read stops neither the phone nor what waits for the others', async () => {
  const app = await enrolled();
  online = false;
  await app.finish(await need(app, 'de Awa'));
  kill();
  online = true;
  server.changes = rows;
  await koffiRecords('de Koffi');
  const [hers, his] = (await locked()).profiles.value.map((one) => one.id) as [string, string];
  kill();
  broken = `echo-of-${hers}`;
  const again = await locked();
  assert.deepEqual(again.profiles.value.map((one) => [one.id, one.unsafe]), [[hers, 1], [his, 1]], 'what cannot be read is not taken away');
  assert.deepEqual(await again.unlock(his, '271828'), { ok: true });
  broken = '';
});

test('what is carried for another phone is not lost with somebody’s place', async () => {
  const app = await enrolled();
  online = false;
  await app.receive(await fileOf(), 'koffi.echo');
  kill();
  const again = await locked();
  const id = again.profiles.value[0]?.id as string;
  assert.deepEqual([again.profiles.value[0]?.media, await again.removeProfile(id)], [1, 'unsafe']);
});

test('what was being written is kept before the place closes', async () => {
  const app = await enrolled();
  const before = left;
  let written = false;
  app.beforeLeaving(async () => {
    await settled();
    written = true;
  });
  app.lock();
  assert.equal(left, before);
  await until(() => left === before + 1);
  assert.ok(written);
});

test('a code that was not taken leaves no place behind', async () => {
  const app = await start();
  online = false;
  await app.enrol('X', WHO);
  assert.deepEqual((await indexedDB.databases()).filter((one) => one.name?.startsWith(`${name} echo-of-`)), []);
});
