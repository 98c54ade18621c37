// Awa put her phone away. The browser wakes the worker when there is signal, with no page open.

import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { syncInBackground } from '../../static/pwa/src/app/background';
import type { BackgroundPorts } from '../../static/pwa/src/app/background';
import { NetError } from '../../static/pwa/src/domain/failure';
import type { SyncReason } from '../../static/pwa/src/domain/failure';
import type { Draft } from '../../static/pwa/src/domain/types';
import { openDatabase } from '../../static/pwa/src/storage/database';
import { Drafts } from '../../static/pwa/src/storage/drafts';
import { enrolIn } from '../../static/pwa/src/storage/enrolling';
import { Outbox } from '../../static/pwa/src/storage/outbox';
import { Shared, openShared } from '../../static/pwa/src/storage/shared';
import { makeVault } from '../../static/pwa/src/storage/vault';
import { PIN, QUICK, awa, finishedOf, finishedNeed, madeOf, newVault } from './engine-build';
import { ModelServer } from './model-server';

let server: ModelServer;
let name: string;
let ports: BackgroundPorts;
let count = 0;

const shared = (): ReturnType<typeof openShared> => openShared(name, () => undefined);
const place = (of: string): ReturnType<typeof openDatabase> => openDatabase(`${name} ${of}`, () => undefined);

/** What a look at somebody's profile finds, when no page is open. */
async function look<Result>(at: (box: Outbox) => Promise<Result>, of = 'echo-of-awa'): Promise<Result> {
  const database = await place(of);
  try {
    return await at(new Outbox(database, null));
  } finally {
    database.close();
  }
}

/** Somebody recorded a need with a photo here, and put the phone away. */
async function recorded(who: string, n: number): Promise<void> {
  const vault = await newVault();
  const database = await place(`echo-of-${who}`);
  const drafts = new Drafts(database, vault);
  await enrolIn({ database, vault }, { ...awa, token: who, device_id: who });
  const draft = { id: `r${n}`, rev: 1, changedAt: 0, media: {}, answers: {} } as unknown as Draft;
  await drafts.add(draft);
  await drafts.change(draft.id, (same) => same, madeOf(`photo ${n}`, 'image/jpeg', 3));
  await drafts.finish(
    draft,
    finishedOf(finishedNeed(n, { media: [{ sha256: `photo ${n}`, type: 'image/jpeg', bytes: 3, question: 'photo' }] })),
  );
  database.close();
  const there = await shared();
  const { lock } = await makeVault(PIN, QUICK);
  await new Shared(there).add({ id: who, picture: 'signe-soleil', lock, madeAt: n, openedAt: n, failures: 0 });
  there.close();
}
const unsent = (): Promise<number> =>
  look(async (box) => (await box.entries()).filter((one) => one.sentAt === null).length);

/** Databases that the list of people does not name. */
let strays: string[] = [];

beforeEach(async () => {
  strays = [];
  server = new ModelServer();
  name = `background-${count++}`;
  ports = {
    openShared: shared,
    openDatabase: place,
    databaseNames: async () => strays,
    net: server,
    device: {
      alone: async (_lock, work) => (await work(), true),
      costsData: () => true,
      room: async () => ({ usedBytes: 1, freeBytes: 2, persisted: true }),
      downloaded: () => 0,
    },
    now: () => 1000,
    elapsed: () => 1000,
    chance: () => 0.5,
    random: (size) => new Uint8Array(size),
  };
  await recorded('awa', 1);
});

test('what waited goes, photo and all, and the phone says how it is', async () => {
  await syncInBackground(ports);
  assert.equal(await unsent(), 0);
  assert.deepEqual([server.ledger.size, server.sent], [1, ['photo 1']]);
  assert.deepEqual([server.asked[0]?.health.unsent, server.asked[0]?.health.free_bytes], [1, 2]);
});

test('everybody’s goes, under each one’s own name, and nobody’s PIN is needed', async () => {
  await recorded('koffi', 2);
  await syncInBackground(ports);
  assert.deepEqual(
    [await unsent(), await look(async (box) => (await box.entries())[0]?.sentAt, 'echo-of-koffi')],
    [0, 1000],
  );
  assert.deepEqual(
    server.asked.map((one) => one.token.split('.').slice(0, 2).join('.')),
    ['post.awa', 'post.koffi'],
  );
  assert.ok(server.asked.every((one) => one.entries.every((entry) => 'sealed' in entry)));
});

test('a locked profile asks for no news, and keeps what it had heard', async () => {
  server.changes = [{ kind: 'place', id: 'V1', op: 'put', body: {} }];
  await syncInBackground(ports);
  assert.deepEqual([server.asked[0]?.cursor, server.asked[0]?.snapshots], [null, false]);
  assert.deepEqual(await look(async (box) => [await box.meta('cursor'), await box.rows('place')]), [undefined, []]);
});

test('photos wait for Wi-Fi here too, and the browser need not try again for them', async () => {
  const there = await shared();
  await new Shared(there).set('photosWait', true);
  there.close();
  await syncInBackground(ports);
  assert.deepEqual([server.ledger.size, server.sent], [1, []]);
});

test('where the browser cannot tell whether it is Wi-Fi, what was to wait for it waits', async () => {
  const there = await shared();
  await new Shared(there).set('photosWait', true);
  there.close();
  await syncInBackground({ ...ports, device: { ...ports.device, costsData: () => null } });
  assert.deepEqual(server.sent, []);
  await syncInBackground({ ...ports, device: { ...ports.device, costsData: () => false } });
  assert.deepEqual(server.sent, ['photo 1']);
});

test('without a network, behind a portal, or when the server fails, the browser is to wake us again', async () => {
  for (const reason of ['offline', 'portal', 'server', 'slow-down'] as SyncReason[]) {
    const net = { ...ports.net, exchange: () => Promise.reject(new NetError(reason)) };
    await assert.rejects(syncInBackground({ ...ports, net }), new RegExp(reason));
  }
  assert.equal(await unsent(), 1);
});

test('a revoked phone is not woken for ever, nor one where a page is sending', async () => {
  for (const reason of ['revoked', 'upgrade'] as SyncReason[]) {
    await syncInBackground({ ...ports, net: { ...ports.net, exchange: () => Promise.reject(new NetError(reason)) } });
  }
  await syncInBackground({ ...ports, device: { ...ports.device, alone: async () => false } });
  assert.equal(await unsent(), 1);
});

test('it lets go of the storage, so that a newer app can change it', async () => {
  await syncInBackground(ports).catch(() => undefined);
  const deleted = new Promise<string>((resolve) => {
    const asked = indexedDB.deleteDatabase(`${name} echo-of-awa`);
    asked.onsuccess = () => resolve('gone');
    asked.onblocked = () => resolve('held');
  });
  assert.equal(await deleted, 'gone');
});
