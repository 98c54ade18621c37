// What only Awa's PIN opens, and which PINs may be chosen.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relock } from '../../static/pwa/src/app/relocking';
import { LEAST_DIGITS, pinFault, waitLeft, waitMs } from '../../static/pwa/src/domain/pin';
import { LEAST_ITERATIONS } from '../../static/pwa/src/domain/pin-cost';
import { MOST_ITERATIONS, iterationsHere } from '../../static/pwa/src/storage/pbkdf2';
import { makeVault, openVault } from '../../static/pwa/src/storage/vault';
import { PIN, QUICK, someone } from './engine-build';

test('what was sealed opens with the PIN and with no other', async () => {
  const { lock, vault } = await makeVault(PIN, QUICK);
  const sealed = await vault.seal('drafts/1', { texte: 'La pompe' });
  const again = await openVault(lock, PIN, QUICK.hash);
  assert.deepEqual(await again?.open('drafts/1', sealed), { texte: 'La pompe' });
  for (const other of ['314158', '', '3141590', ' 314159'])
    assert.equal(await openVault(lock, other, QUICK.hash), null, other);
});

test('two people with the same PIN cannot open each other’s', async () => {
  const [first, second] = [await makeVault(PIN, QUICK), await makeVault(PIN, QUICK)];
  const sealed = await first.vault.seal('x', 1);
  await assert.rejects(second.vault.open('x', sealed));
  assert.notDeepEqual(first.lock.salt, second.lock.salt);
});

test('what was put in another place, or changed by a bit, does not open', async () => {
  const { lock, vault } = await makeVault(PIN, QUICK);
  const sealed = await vault.seal('drafts/1', 'x');
  const other = await openVault(lock, PIN, QUICK.hash);
  await assert.rejects(other!.open('drafts/2', sealed));
  const hurt = {
    iv: sealed.iv,
    data: Uint8Array.from(new Uint8Array(sealed.data), (byte, at) => (at ? byte : byte ^ 1)).buffer,
  };
  await assert.rejects(other!.open('drafts/1', hurt));
});

test('a value is never sealed twice under the same iv', async () => {
  const { vault } = await makeVault(PIN, QUICK);
  const ivs = await Promise.all(Array.from({ length: 300 }, async () => String((await vault.seal('x', 1)).iv)));
  assert.equal(new Set(ivs).size, 300);
});

test('what is remembered is what stands there now, not what stood there before', async () => {
  const { vault } = await makeVault(PIN, QUICK);
  const [before, after] = [await vault.seal('x', 'before'), await vault.seal('x', 'after')];
  assert.deepEqual(
    [vault.known('x', before), vault.known('x', after), await vault.open('x', before)],
    [undefined, 'after', 'before'],
  );
});

test('a changed PIN opens the same; the old one no more', async () => {
  const { lock, vault } = await makeVault(PIN, QUICK);
  const sealed = await vault.seal('x', 'kept');
  assert.equal(await relock(lock, '000000', '271828', QUICK), null);
  const next = await relock(lock, PIN, '271828', { ...QUICK, cost: { iterations: 2000 } });
  assert.equal(await openVault(next!, PIN, QUICK.hash), null);
  assert.equal(await (await openVault(next!, '271828', QUICK.hash))?.open('x', sealed), 'kept');
});

test('a slow phone hashes less often, but never so seldom that guessing is cheap', async () => {
  const phone =
    (perMs: number) =>
    async (iterations: number): Promise<number> =>
      iterations / perMs;
  assert.equal(await iterationsHere(phone(10)), LEAST_ITERATIONS);
  assert.equal(await iterationsHere(phone(1e6)), MOST_ITERATIONS);
  assert.equal(await iterationsHere(phone(500)), 300_000);
});

test('a moment in which the phone was quick does not make opening slow for ever', async () => {
  let first = true;
  const phone = async (iterations: number): Promise<number> => (first ? ((first = false), 0.1) : iterations / 500);
  assert.equal(await iterationsHere(phone), 300_000);
});

test('a PIN has six digits at least, and is none of those that thieves try first', () => {
  for (const easy of ['000000', '777777', '123456', '987654', '654321', '890123', '123123', '112211', '121212'])
    assert.equal(pinFault(easy), 'easy', easy);
  for (const short of ['', '31415']) assert.equal(pinFault(short), 'short');
  for (const good of [PIN, '271828', '0931724', '135246']) assert.equal(pinFault(good), null, good);
  const chance = someone(3);
  const refused = Array.from({ length: 2000 }, () =>
    String(Math.floor(chance() * 10 ** LEAST_DIGITS)).padStart(LEAST_DIGITS, '0'),
  ).filter(pinFault);
  assert.ok(refused.length < 40, 'nearly all that come to mind may be chosen');
});

test('three slips are free; then the wait doubles from half a minute to an hour, and only time that was waited counts', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 20].map(waitMs), [0, 0, 0, 30_000, 60_000, 120_000, 3600_000]);
  const tries = { failures: 4, wait: { ms: 60_000, page: 'one', at: 5000 } };
  const left = (at: number, page = 'one'): number => waitLeft(tries, { page, at });
  assert.deepEqual([left(5000), left(35_000), left(65_000), left(99_000)], [60_000, 30_000, 0, 0]);
  assert.deepEqual(
    [left(0, 'two'), left(99_000, 'two')],
    [60_000, 60_000],
    'on a page begun anew it goes on from what was written down',
  );
  assert.equal(waitLeft({ failures: 4 }, { page: 'one', at: 0 }), 60_000, 'an older version wrote nothing down');
});
