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
import { Outbox } from '../../static/pwa/src/storage/outbox';
import { awa, keptNeed } from './engine-build';
import { ModelServer } from './model-server';

let server: ModelServer;
let name: string;
let ports: BackgroundPorts;
let count = 0;

const open = (): ReturnType<typeof openDatabase> => openDatabase(name, () => undefined);

/** What a look at the phone's storage tells, when no page is open. */
async function look<Result>(at: (box: Outbox, drafts: Drafts) => Promise<Result>): Promise<Result> {
  const database = await open();
  try {
    return await at(new Outbox(database), new Drafts(database));
  } finally {
    database.close();
  }
}
const unsent = (): Promise<number> => look(async (box) => (await box.entries()).filter((one) => one.sentAt === null).length);

beforeEach(async () => {
  server = new ModelServer();
  name = `background-${count++}`;
  ports = {
    openDatabase: open,
    net: server,
    alone: async (_lock, work) => (await work(), true),
    costsData: () => true,
    room: async () => ({ usedBytes: 1, freeBytes: 2, persisted: true }),
  };
  await look(async (box, drafts) => {
    await box.enrol(awa);
    const draft = { id: 'r1', rev: 1, changedAt: 0, media: {}, answers: {} } as unknown as Draft;
    const photo = { sha256: 'aa', type: 'image/jpeg', bytes: 3, question: 'photo' };
    await drafts.add(draft);
    const medium = { sha256: 'aa', type: 'image/jpeg', size: 3, madeAt: 1, uploadUrl: null, sentAt: null };
    await drafts.change('r1', (held) => held, { medium, bytes: new ArrayBuffer(3) });
    await drafts.finish(draft, keptNeed(1, { media: [photo] }));
  });
});

test('what waited goes, photo and all, and the phone says how it is', async () => {
  await syncInBackground(ports);
  assert.equal(await unsent(), 0);
  assert.deepEqual([server.ledger.size, server.sent], [1, ['aa']]);
  assert.deepEqual([server.asked[0]?.health.unsent, server.asked[0]?.health.free_bytes], [1, 2]);
});

test('photos wait for Wi-Fi here too, and the browser need not try again for them', async () => {
  await look((box) => box.setMeta('photosWait', true));
  await syncInBackground(ports);
  assert.deepEqual([server.ledger.size, server.sent], [1, []]);
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
  await syncInBackground({ ...ports, alone: async () => false });
  assert.equal(await unsent(), 1);
});

test('it lets go of the storage, so that a newer app can change it', async () => {
  await syncInBackground(ports).catch(() => undefined);
  const deleted = new Promise<string>((told) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = () => told('gone');
    asked.onblocked = () => told('held');
  });
  assert.equal(await deleted, 'gone');
});
