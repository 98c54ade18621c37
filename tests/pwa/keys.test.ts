// A phone gets keys of its own: what it shows and signs with no longer follows from anything that the server stores.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDB } from 'idb';
import { nextKeys } from '../../static/pwa/src/bundle/key-pair';
import { reopen } from '../../static/pwa/src/bundle/reopening';
import { ItemSealer } from '../../static/pwa/src/bundle/sealed-items';
import { postingToken } from '../../static/pwa/src/bundle/sealing';
import type { App } from '../../static/pwa/src/app/app';
import type { OwnKeys } from '../../static/pwa/src/domain/types';
import { awa } from './engine-build';
import { hashOf } from './model-server';
import { enrolled, kill, locked, need, phone, rows, start, until } from './phone-build';

const PAIR = { name: 'ECDSA', namedCurve: 'P-256' };

const keysOf = (app: App): OwnKeys | undefined => app.people.enrolment.value?.keys;
const tokens = (): string[] => phone.server.asked.map((one) => one.token);

/** Everything in Awa's database, as text. */
async function stored(app: App, store?: string): Promise<string> {
  const database = await openDB(`${phone.name} echo-of-${app.people.here.value ?? app.people.profiles.value[0]?.id}`);
  const names = store ? [store] : Array.from(database.objectStoreNames);
  const all = await Promise.all(names.map((name) => database.getAll(name)));
  database.close();
  return JSON.stringify(all, (_, value: unknown) =>
    value instanceof ArrayBuffer || ArrayBuffer.isView(value)
      ? Buffer.from(value as ArrayBuffer).toString('base64')
      : value,
  );
}

async function withKeys(): Promise<App> {
  const app = await enrolled();
  phone.server.takesKeys = true;
  await app.sync.now();
  await until(() => !!keysOf(app) && app.sync.status.value.phase === 'idle');
  return app;
}

test('a phone of before has keys of its own after one sync, and nobody had to do anything', async () => {
  const app = await withKeys();
  const { token } = app.people.enrolment.value as { token: string };
  assert.notEqual(token, awa.token);
  assert.deepEqual([...phone.server.spent], [hashOf(awa.token)], 'the server knows it by the new one alone');
  const offered = phone.server.asked.find((one) => one.keys)?.keys as Record<string, string>;
  const { posting, public_key } = keysOf(app) as OwnKeys;
  assert.deepEqual(offered, { token: hashOf(token), posting: hashOf(posting), public_key });
  assert.ok(!JSON.stringify(phone.server.asked.map(({ keys }) => keys)).includes(posting), 'of secrets only hashes');
});

test('locked, it shows its own key, which nobody makes of its token, and the key pair is nowhere to be read', async () => {
  const app = await withKeys();
  const { posting, signing } = keysOf(app) as OwnKeys;
  phone.online = false;
  await app.drafts.finish(await need(app, 'une pompe'));
  const all = await stored(app);
  assert.ok(all.includes(posting) && !all.includes(signing.d as string) && !all.includes(signing.x as string));
  kill();
  phone.online = true;
  await locked();
  await until(() => phone.server.ledger.size === 1);
  const shown = tokens()[tokens().length - 1];
  assert.equal(shown, `post.d.${posting}`);
  assert.notEqual(shown, await postingToken(awa.token, 'd'));
});

for (const [what, lost] of [
  ['what it offered', 2],
  ['the first use of it', 3],
] as const)
  test(`an answer that is lost over ${what} locks nobody out, nor does a kill`, async () => {
    const app = await enrolled();
    phone.server.takesKeys = true;
    let exchanges = 0;
    phone.server.faults = () => (++exchanges === lost ? 'after' : null);
    await app.sync.now();
    await until(() => app.sync.status.value.reason === 'offline');
    kill();
    const again = await start();
    await until(() => again.sync.status.value.reason === null && again.sync.status.value.phase === 'idle');
    await again.drafts.finish(await need(again, 'après'));
    await until(() => again.sync.status.value.unsent === 0);
    assert.equal(tokens()[tokens().length - 1], again.people.enrolment.value?.token);
    assert.deepEqual([!!keysOf(again), [...phone.server.spent]], [true, [hashOf(awa.token)]]);
  });

test('what was sealed before is sealed anew with a signature', async () => {
  const app = await enrolled();
  phone.online = false;
  const id = await need(app, 'avant');
  await app.media.attachPhoto(id, 'photo', new Blob(['big']));
  await app.drafts.finish(id);
  const [entries, media] = [await stored(app, 'entries'), await stored(app, 'bytes')];
  phone.online = true;
  phone.server.takesKeys = true;
  await app.sync.now();
  await until(() => !!keysOf(app) && app.sync.status.value.phase === 'idle');
  for (let n = 0; n < 100 && (await stored(app, 'meta')).includes('"keys"'); n++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  assert.notEqual(await stored(app, 'entries'), entries);
  assert.notEqual(await stored(app, 'bytes'), media);
  assert.ok(
    await app.media.url(app.records.all.value[0] ? ((await app.records.answersOf(id))?.answers.photo as string) : ''),
  );
});

test('a server that asks again and again is left for later', async () => {
  const app = await enrolled();
  phone.server.takesKeys = true;
  Object.defineProperty(phone.server.spent, 'size', { get: () => 0 });
  const before = phone.server.asked.length;
  await app.sync.now();
  await until(() => app.sync.status.value.phase === 'idle' && phone.server.asked.length > before);
  assert.ok(phone.server.asked.length - before < 8);
});

test('a signature says which phone, and is verified by the public key', async () => {
  const { own } = await nextKeys();
  const sealer = ItemSealer.of({ ...awa, keys: own });
  const { bytes, own: itemKey } = await sealer.entry({ id: 'r', rev: 2, digest: 'ab', body: '{}' });
  const line = Buffer.from(await reopen(bytes.buffer, itemKey))
    .toString('latin1')
    .split('\n')[0] as string;
  const head = JSON.parse(line) as Record<string, string>;
  assert.deepEqual(Object.keys(head), ['device', 'digest', 'sig', 'id', 'rev']);
  const point = Uint8Array.from(Buffer.from(own.public_key, 'hex'));
  const key = await crypto.subtle.importKey('raw', point, PAIR, false, ['verify']);
  const signature = Uint8Array.from(Buffer.from(head.sig as string, 'hex'));
  const verifies = (text: string): Promise<boolean> =>
    crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, new TextEncoder().encode(text));
  assert.equal(await verifies('echo-signed-1|entry|d|r|2|ab'), true);
  assert.equal(await verifies('echo-signed-1|entry|e|r|2|ab'), false);
});

test('a token is renewed and the key pair stays, for what it signed is on its way', async () => {
  const first = await nextKeys();
  const second = await nextKeys(first.own);
  assert.deepEqual(second.own.signing, first.own.signing);
  assert.notEqual(second.token, first.token);
  assert.notEqual(second.own.posting, first.own.posting);
});

test('a phone that a restored server does not know goes on with its own keys, where the server takes them', async () => {
  const app = await withKeys();
  const keys = keysOf(app) as OwnKeys;
  phone.server.shutOut.set('*', 'not-enrolled');
  await app.sync.now();
  phone.server.shutOut.clear();
  phone.server.spent.clear();
  assert.deepEqual(await app.people.rejoin('CODE'), { ok: true });
  assert.deepEqual(keysOf(app), keys);
  phone.server.takesKeys = false;
  assert.deepEqual(await app.people.rejoin('AWA2'), { ok: true });
  assert.equal(keysOf(app), undefined, 'a server that takes none is shown what it knows');
});

test('when its programme has a new key, what is finished from then on is sealed to it', async () => {
  const app = await enrolled();
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const renewed = Buffer.from(await crypto.subtle.exportKey('raw', (pair as CryptoKeyPair).publicKey));
  const before = rows[0]?.body as object;
  const body = { ...before, public_key: renewed.toString('base64url') };
  phone.server.changes = [{ kind: 'programme', id: 'demo', op: 'put', body }];
  phone.server.cursor = 'renewed';
  await app.sync.now();
  await until(() => app.sync.status.value.phase === 'idle');
  const sealedTo: string[] = [];
  const real = crypto.subtle.importKey.bind(crypto.subtle);
  crypto.subtle.importKey = ((format: string, key: Uint8Array, curve: object, ...rest: unknown[]) => {
    if (format === 'raw' && key.byteLength === 65) sealedTo.push(Buffer.from(key).toString('base64url'));
    return (real as unknown as (...all: unknown[]) => Promise<CryptoKey>)(format, key, curve, ...rest);
  }) as typeof crypto.subtle.importKey;
  phone.online = false;
  await app.drafts.finish(await need(app, 'une pompe')).finally(() => {
    crypto.subtle.importKey = real;
  });
  assert.deepEqual([...new Set(sealedTo)], [renewed.toString('base64url')]);
});
