// How a PIN is hashed: by Argon2id as far as the phone bears it, and a profile of an older build comes to it by itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDB } from 'idb';
import { LEAST, LEAST_MEMORY } from '../../static/pwa/src/domain/pin-cost';
import type { Argon2Cost, PinCost, PinHashing } from '../../static/pwa/src/domain/pin-cost';
import { isStronger, isWeak } from '../../static/pwa/src/domain/pin-strength';
import { costHere, hash, mostMemory } from '../../static/pwa/src/storage/argon2';
import { makeVault, openVault } from '../../static/pwa/src/storage/vault';
import type { Lock } from '../../static/pwa/src/storage/vault';
import { PIN } from './engine-build';
import { enrolled, kill, locked, need, phone } from './phone-build';

const bytes = (words: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(words);
const able = (cost: Argon2Cost = LEAST): PinHashing => ({
  hash: async (...asked) => new Uint8Array(await hash(...asked)),
  cost: async () => ({ argon2id: cost }),
});
const unable = phone.pins;

/** What is stored of Awa's PIN: in the list of people, and beside what is hers. */
async function locks(): Promise<Lock[]> {
  const found: Lock[] = [];
  for (const { name } of await indexedDB.databases()) {
    if (name?.split(' ')[0] !== phone.name) continue;
    const database = await openDB(name);
    const stores = Array.from(database.objectStoreNames);
    if (stores.includes('profiles')) found.unshift((await database.getAll('profiles'))[0].lock);
    if (stores.includes('meta')) found.push((await database.get('meta', 'profile'))?.lock);
    database.close();
  }
  return found;
}

const costOf = (lock: Lock): PinCost =>
  'argon2id' in lock ? { argon2id: lock.argon2id } : { iterations: lock.iterations };

/** A profile with a draft in it, made on a phone that hashes so; the page is gone. */
async function profileMadeWith(pins: PinHashing): Promise<void> {
  phone.pins = pins;
  await need(await enrolled(), 'La pompe');
  kill();
}

/** Opens it again with this, and waits for all that opening does. How many drafts are in it, or why it is shut. */
async function openedWith(pins: PinHashing, pin = PIN): Promise<unknown> {
  phone.pins = pins;
  const app = await locked();
  const opened = await app.people.unlock(app.people.profiles.value[0]!.id, pin);
  await app.people.changePin('000000', PIN); // a wrong one: answers when no lock is being written any more
  const drafts = opened.ok ? app.drafts.all.value.length : opened;
  kill();
  return drafts;
}

test('Argon2id gives what the reference implementation gives', async () => {
  const hex = async (memory: number): Promise<string> =>
    Buffer.from(await hash('password', bytes('somesalt'), { memory, passes: 2 })).toString('hex');
  assert.equal(await hex(256), '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe');
  assert.equal(await hex(65_536), '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7');
});

test('what Argon2id locked opens with the PIN alone, and its lock says how it was hashed', async () => {
  const { lock, vault } = await makeVault(PIN, { cost: { argon2id: LEAST }, hash: able().hash });
  const sealed = await vault.seal('x', 'La pompe');
  assert.deepEqual(costOf(lock), { argon2id: { memory: 19_456, passes: 2 } });
  assert.equal(await (await openVault(lock, PIN, able().hash))?.open('x', sealed), 'La pompe');
  assert.equal(await openVault(lock, '314158', able().hash), null);
});

test('a quick phone with memory gives more of it, a slow one no less than the least', async () => {
  const phoneOf =
    (kibPerMs: number) =>
    async ({ memory, passes }: Argon2Cost): Promise<number> =>
      (memory * passes) / kibPerMs;
  assert.deepEqual(await costHere(mostMemory(2), phoneOf(10)), LEAST, 'four seconds, and no cheaper');
  assert.deepEqual(await costHere(mostMemory(4), phoneOf(100)), { memory: 30_000, passes: 2 });
  assert.deepEqual(await costHere(mostMemory(1), phoneOf(200)), { memory: 19_456, passes: 6 });
  assert.deepEqual(await costHere(mostMemory(8), phoneOf(1e6)), { memory: 65_536, passes: 12 });
  assert.deepEqual([undefined, 0.5, 1, 2, 4, 8].map(mostMemory), [19_456, 19_456, 19_456, 32_768, 65_536, 65_536]);
});

test('a phone with too little memory takes less and more time for it; one with none says so', async () => {
  const phoneWith =
    (kib: number) =>
    async ({ memory, passes }: Argon2Cost): Promise<number> => {
      if (memory > kib) throw new RangeError('out of memory');
      return (memory * passes) / 200;
    };
  assert.deepEqual(await costHere(65_536, phoneWith(12_288)), { memory: 12_288, passes: 9 });
  assert.deepEqual(await costHere(65_536, phoneWith(20_000)), { memory: 19_456, passes: 6 });
  await assert.rejects(costHere(65_536, phoneWith(8_000)));
});

test('only a lock that is cheaper to try than the least is written anew, and only by a dearer one', () => {
  const [least, small, old] = [{ argon2id: LEAST }, { argon2id: LEAST_MEMORY }, { iterations: 2_000_000 }];
  assert.deepEqual(
    [least, small, old].map((one) => isWeak(one)),
    [false, true, true],
  );
  assert.deepEqual([isStronger(old, small), isStronger(small, least), isStronger(old, least)], [true, true, true]);
  assert.deepEqual([isStronger(small, small), isStronger(least, least), isStronger(least, old)], [false, false, false]);
  assert.equal(isWeak(least, { memory: 32_768, passes: 2 }), true, 'a build that asks for more');
});

test('Awa’s profile of an older build opens with her PIN, and from then on Argon2id locks it', async () => {
  await profileMadeWith(unable);
  assert.deepEqual((await locks()).map(costOf), [{ iterations: 1000 }, { iterations: 1000 }]);
  assert.equal(await openedWith(able()), 1);
  assert.deepEqual((await locks()).map(costOf), [{ argon2id: LEAST }, { argon2id: LEAST }], 'the copy beside it too');
  assert.equal(await openedWith(able()), 1);
});

test('a wrong PIN writes no lock anew, and counts', async () => {
  await profileMadeWith(unable);
  assert.deepEqual(await openedWith(able(), '000000'), { ok: false, openAt: 0 });
  assert.deepEqual((await locks()).map(costOf), [{ iterations: 1000 }, { iterations: 1000 }]);
});

test('a page that is killed before the new lock is on the disk leaves the one that opens', async () => {
  await profileMadeWith(unable);
  const app = await locked();
  const dying = new Promise<void>((hashing) => {
    phone.pins = { ...able(), hash: () => (hashing(), new Promise<never>(() => undefined)) };
  });
  void app.people.unlock(app.people.profiles.value[0]!.id, PIN);
  await dying;
  kill();
  assert.deepEqual((await locks()).map(costOf), [{ iterations: 1000 }, { iterations: 1000 }]);
  assert.equal(await openedWith(able()), 1);
});

test('a page that is killed between the lock and its copy: the next opening writes the copy', async () => {
  await profileMadeWith(unable);
  const before = (await locks())[1]!;
  assert.equal(await openedWith(able()), 1);
  const own = (await indexedDB.databases()).find(({ name }) => name?.includes('echo-of-'))!.name!;
  const database = await openDB(own);
  await database.put('meta', { ...(await database.get('meta', 'profile')), lock: before }, 'profile');
  database.close();
  assert.equal(await openedWith(able()), 1);
  assert.deepEqual((await locks()).map(costOf), [{ argon2id: LEAST }, { argon2id: LEAST }]);
});

test('a lock with less than the least is raised when the phone bears more, and left where it does not', async () => {
  await profileMadeWith(able(LEAST_MEMORY));
  assert.equal(await openedWith(able(LEAST_MEMORY)), 1);
  assert.deepEqual(costOf((await locks())[0]!), { argon2id: LEAST_MEMORY });
  assert.equal(await openedWith(able()), 1);
  assert.deepEqual(costOf((await locks())[0]!), { argon2id: LEAST });
});

test('a phone on which WebAssembly does not run makes and opens profiles as before', async () => {
  await profileMadeWith(unable);
  assert.equal(await openedWith(unable), 1);
  assert.deepEqual(costOf((await locks())[0]!), { iterations: 1000 });
});

test('a PIN that the phone could not hash this time was not wrong, and is not counted', async () => {
  await profileMadeWith(able());
  for (let n = 0; n < 5; n++) assert.deepEqual(await openedWith(unable), { ok: false, openAt: 0, fault: 'failed' });
  assert.equal(await openedWith(able()), 1);
});

test('a PIN that is changed while the lock is written anew is the one that opens', async () => {
  await profileMadeWith(unable);
  phone.pins = able();
  const app = await locked();
  await app.people.unlock(app.people.profiles.value[0]!.id, PIN);
  assert.equal(await app.people.changePin(PIN, '271828'), true);
  kill();
  assert.deepEqual(await openedWith(able()), { ok: false, openAt: 0 });
  assert.equal(await openedWith(able(), '271828'), 1);
});
