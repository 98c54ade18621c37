// Files from phone to phone: what Koffi could not send, Awa carries.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundles } from '../../static/pwa/src/bundle/bundle';
import { ItemSealer } from '../../static/pwa/src/bundle/sealed-items';
import type { OpenedEntry } from '../../static/pwa/src/domain/types';
import { awa } from './engine-build';
import { hashOf } from './model-server';
import { enrolled, kill, locked, need, phone, start, until } from './phone-build';

async function fileOf(more: Partial<{ programme: string; device_id: string }> = {}): Promise<Blob> {
  const body = '{}';
  const entry = {
    id: '01900000-0000-7000-8000-000000000001',
    rev: 1,
    digest: hashOf(body),
    body,
    media: [],
    finishedAt: 1,
  } as unknown as OpenedEntry;
  const item = (await ItemSealer.of(awa).entry(entry)).bytes.buffer;
  const koffi = { device: more.device_id ?? 'koffis-phone', programme: more.programme ?? awa.scope.programme };
  const [made] = await bundles(
    { entries: [entry], sealedItemOf: async () => item, bytesOf: async () => undefined },
    koffi,
    new Date(phone.time),
    () => undefined,
  );
  return (made as { file: Blob }).file;
}

test('Koffi’s file is carried through a kill, sent once, and let go only when it is in a safe place', async () => {
  let app = await enrolled();
  phone.online = false;
  const file = await fileOf();
  assert.deepEqual(await app.sync.receive(file, 'koffi.echo'), { records: 1, media: 0 });
  kill();
  app = await start();
  assert.deepEqual(
    app.sync.carried.value.map((one) => [one.name, one.records, one.sent]),
    [['koffi.echo', 1, false]],
  );
  const hash = app.sync.carried.value[0]?.sha256 as string;
  phone.online = true;
  await app.sync.now();
  await until(() => app.sync.carried.value[0]?.sent === true);
  phone.server.carried.set(hash, { state: 'imported', kept: 1, damaged: 0, safe: false });
  await app.sync.now();
  await until(() => app.sync.carried.value[0]?.state === 'imported');
  phone.server.carried.set(hash, { state: 'imported', kept: 1, damaged: 0, safe: true });
  await app.sync.now();
  await until(() => app.sync.carried.value.length === 0);
  assert.deepEqual(phone.server.sent, [hash]);
});

test('a server that lost a carried file gets it again', async () => {
  const app = await enrolled();
  await app.sync.receive(await fileOf(), 'koffi.echo');
  await until(() => phone.server.sent.length === 1 && app.sync.status.value.phase === 'idle');
  phone.server.media.clear();
  await app.sync.now();
  await app.sync.now();
  await until(() => phone.server.sent.length === 2);
});

test('what is no file of ours, or another programme’s, or her own, is not kept', async () => {
  const app = await enrolled();
  assert.equal(await app.sync.receive(new Blob(['PK nothing']), 'x.echo'), 'not-ours');
  assert.equal(await app.sync.receive(await fileOf({ programme: 'ailleurs' }), 'x.echo'), 'other-programme');
  assert.equal(await app.sync.receive(await fileOf({ device_id: awa.device_id }), 'x.echo'), 'own');
  assert.deepEqual(app.sync.carried.value, []);
});

test('what is not safe is handed over as a file, by whoever holds the phone; it stays here too', async () => {
  const app = await enrolled();
  phone.online = false;
  await app.drafts.finish(await need(app, 'la pompe'));
  await app.drafts.finish(await need(app, 'la route'));
  assert.deepEqual(
    (await app.sync.handOver(() => undefined)).map((one) => one.records),
    [2],
  );
  kill();
  const again = await locked();
  assert.deepEqual(
    (await again.sync.handOver(() => undefined)).map((one) => one.records),
    [2],
  );
  assert.equal(again.people.profiles.value[0]?.unsafe, 2);
});

test('what is carried for another phone is not lost with somebody’s place', async () => {
  const app = await enrolled();
  phone.online = false;
  await app.sync.receive(await fileOf(), 'koffi.echo');
  kill();
  const again = await locked();
  const id = again.people.profiles.value[0]?.id as string;
  assert.deepEqual([again.people.profiles.value[0]?.media, await again.people.remove(id)], [1, 'unsafe']);
});
