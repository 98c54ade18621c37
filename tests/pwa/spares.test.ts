// What Mariam confided waits where nothing shows it, goes along with the next exchange, and is gone once the server has it.

import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storeSpare, withSpares } from '../../static/pwa/src/app/spares';
import { REPORT, padded } from '../../static/pwa/src/bundle/padding';
import { seal } from '../../static/pwa/src/bundle/sealing';
import { NetError } from '../../static/pwa/src/domain/failure';
import { sha256 } from '../../static/pwa/src/domain/record';
import { Shared, openShared } from '../../static/pwa/src/storage/shared';
import type { SharedDatabase } from '../../static/pwa/src/storage/shared';
import type { ExchangeAnswer, ExchangeAsk, SyncNet } from '../../static/pwa/src/sync/ports';
import { encoded, heard, makeKey, oncePassphrase, openKey, rewrap, unsealed } from '../../static/desk/opening';

let count = 0;
const aPhone = (): { openShared(): Promise<SharedDatabase> } => {
  const name = `spares-${count++}`;
  return { openShared: () => openShared(name, () => undefined) };
};
const asked = { nonce: 'n', entries: [] } as unknown as ExchangeAsk;
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** A server that has of what it is sent what `takes` says. */
function lab(takes: (sealed: string[]) => string[]): { exchange: SyncNet['exchange']; seen: ExchangeAsk[] } {
  const seen: ExchangeAsk[] = [];
  return {
    seen,
    exchange: async (ask) => {
      seen.push(ask);
      const sealed = ((ask.reports ?? []) as { sealed: string }[]).map((one) => one.sealed);
      return { reports: takes(sealed) } as unknown as ExchangeAnswer;
    },
  };
}
const hashes = (sealed: string[]): Promise<string[]> =>
  Promise.all(sealed.map((one) => sha256(Uint8Array.from(atob(one), (sign) => sign.charCodeAt(0)))));

test('with nothing confided an exchange is what it was', async () => {
  const { exchange, seen } = lab(() => []);
  await withSpares(exchange, aPhone())(asked, () => undefined);
  assert.deepEqual(seen, [asked]);
});

test('what was confided goes along until the server has it, then it is gone', async () => {
  const [phone, seen] = [aPhone(), [] as ExchangeAsk[]];
  await storeSpare(phone, 'key of the officers', bytesOf('sealed'));
  await storeSpare(phone, 'key of the officers', bytesOf('sealed'));
  const answers: ((sealed: string[]) => Promise<string[]>)[] = [async () => [], hashes, hashes];
  const exchange = withSpares(async (ask) => {
    seen.push(ask);
    const sealed = ((ask.reports ?? []) as { sealed: string }[]).map((one) => one.sealed);
    return { reports: await answers[seen.length - 1]!(sealed) } as unknown as ExchangeAnswer;
  }, phone);
  for (let n = 0; n < 3; n++) await exchange(asked, () => undefined);
  const key = (await sha256(bytesOf('key of the officers'))).slice(0, 32);
  assert.deepEqual(
    seen.map((one) => one.reports),
    [[{ key, sealed: btoa('sealed') }], [{ key, sealed: btoa('sealed') }], undefined],
  );
});

test('without an answer it stays; without a database the records go all the same', async () => {
  const phone = aPhone();
  await storeSpare(phone, 'key', bytesOf('sealed'));
  const offline = withSpares(() => Promise.reject(new NetError('offline')), phone);
  await assert.rejects(
    offline(asked, () => undefined),
    NetError,
  );
  const { exchange, seen } = lab(() => []);
  await withSpares(exchange, phone)(asked, () => undefined);
  assert.equal((seen[0]?.reports as object[]).length, 1);
  const broken = { openShared: () => Promise.reject(new Error('no storage')) };
  await withSpares(exchange, broken)(asked, () => undefined);
  assert.equal(seen[1], asked);
});

test('nothing that this phone asks of what it shares names it', async () => {
  const phone = aPhone();
  await storeSpare(phone, 'key', bytesOf('sealed'));
  const db = await phone.openShared();
  const shared = new Shared(db);
  assert.deepEqual(await shared.profiles(), []);
  assert.equal(await shared.setting('spent'), undefined);
  const names = (await db.getAllKeys('settings')) as string[];
  assert.ok(names.every((name) => /^spare [0-9a-f]{64}$/.test(name)));
  db.close();
});

test('what the phone seals opens with the passphrase of the officers, and with no other', async () => {
  const made = await makeKey('cinq grands arbres près du puits');
  const typed = { kind: 'abuse', now: 'yes', what: 'Ça s’est passé\nhier 🌧', reach: '' };
  const { bytes } = await seal(padded(typed, REPORT.size)!, made.public, REPORT.name);
  assert.equal(bytes.length, 8192 + 65 + 16);
  const key = await openKey(made.public, made.wrapped, ' cinq grands arbres près du puits ');
  const plain = await unsealed(bytes, key!, REPORT.name);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(plain)), typed);
  assert.equal(await openKey(made.public, made.wrapped, 'cinq petits arbres'), null);
  await assert.rejects(unsealed(bytes, key!, 'protection-referral'));
  bytes[100]! ^= 1;
  await assert.rejects(unsealed(bytes, key!, REPORT.name));
  assert.ok(encoded(bytes).length > 8192);
});

test('one officer wraps the key for another, who wraps it anew: each opens it with her own passphrase alone', async () => {
  const made = await makeKey('cinq grands arbres près du puits');
  const once = oncePassphrase();
  const given = await rewrap(made.wrapped, 'cinq grands arbres près du puits', once);
  const own = await rewrap(given!, heard(` ${once.toUpperCase().replace(/-/g, ' ')}.`), 'le marché du jeudi à midi');
  const { bytes } = await seal(padded({ kind: 'danger' }, REPORT.size)!, made.public, REPORT.name);
  const key = await openKey(made.public, own!, 'le marché du jeudi à midi');
  assert.equal((await unsealed(bytes, key!, REPORT.name)).length, REPORT.size);
  assert.equal(await openKey(made.public, own!, once), null);
  assert.equal(await rewrap(made.wrapped, once, 'x'), null);
  assert.notEqual(given!.salt, made.wrapped.salt);
});

test('a passphrase for one use is long, has no signs that are taken for one another, and is never the same', () => {
  const drawn = Array.from({ length: 50 }, oncePassphrase);
  assert.equal(new Set(drawn).size, 50);
  for (const one of drawn) assert.match(one, /^([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}$/);
  assert.equal(heard('le marché du jeudi'), 'le marché du jeudi');
});

test('all that may be typed fits, and what does not is refused rather than cut', () => {
  const most = { kind: 'exploitation', now: 'unknown', what: '漢'.repeat(2000), reach: '"'.repeat(200) };
  assert.equal(padded(most, REPORT.size)?.length, REPORT.size);
  assert.equal(padded({ what: 'x'.repeat(9000) }, REPORT.size), null);
});
