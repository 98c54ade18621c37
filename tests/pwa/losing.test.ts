// What is gone from the phone, or cannot be read: it is said, it can be left, and what was finished still goes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDB } from 'idb';
import { PIN } from './engine-build';
import { WHO, enrolled, kill, locked, need, phone, settled, start, until } from './phone-build';

const own = async (): Promise<string> => `echo-of-${(await locked()).people.profiles.value[0]?.id ?? ''}`;

/** What is shared on this phone is no longer there. */
async function loseShared(): Promise<void> {
  kill();
  await phone.lose('');
}

test('a place whose contents the browser erased is said to be gone, and can be left', async () => {
  await enrolled();
  kill();
  const name = await own();
  kill();
  await phone.lose(name);
  const app = await locked();
  const id = app.people.profiles.value[0]?.id as string;
  assert.deepEqual(await app.people.unlock(id, PIN), { ok: false, openAt: 0, fault: 'gone' });
  assert.equal(app.people.here.value, null);
  assert.equal(await app.people.remove(id), 'gone');
  assert.deepEqual(await app.people.enrol('CODE', WHO), { ok: true });
});

test('what the browser erases while somebody is at it is said, and nothing is written into an empty place', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const name = `echo-of-${app.people.here.value ?? ''}`;
  await phone.lose(name);
  await assert.rejects(app.drafts.setAnswer(id, 'texte', 'encore'));
  assert.equal(app.drafts.unsaved.fault(), 'gone');
});

test('an older app that finds what a newer one kept says so after the PIN, and touches nothing', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  kill();
  const name = await own();
  kill();
  (await openDB(`${phone.name} ${name}`, 99)).close();
  const again = await locked();
  const [first] = again.people.profiles.value;
  assert.equal(first?.unsafe, 1, 'it cannot be taken away');
  assert.deepEqual(await again.people.unlock(first?.id ?? '', PIN), { ok: false, openAt: 0, fault: 'newer' });
  assert.equal(again.drafts.get(id), null);
});

test('a phone whose storage fails while the app starts says so', async () => {
  await enrolled();
  kill();
  phone.broken = 'echo-phone';
  await assert.rejects(locked());
});

test('who lost the list of people finds their place again, with their PIN, their drafts and their records', async () => {
  const app = await enrolled();
  phone.online = false;
  await app.drafts.finish(await need(app, 'fini'));
  const id = await need(app, 'pas fini');
  await loseShared();
  const again = await start();
  assert.deepEqual(
    [again.people.profiles.value.map((one) => one.picture), again.records.all.value.length],
    [['signe-soleil'], 1],
  );
  assert.equal(again.drafts.get(id)?.answers.texte, 'pas fini');
});

test('a PIN that was changed is the one that opens after the list of people is lost', async () => {
  const app = await enrolled();
  assert.equal(await app.people.changePin(PIN, '271828'), true);
  await loseShared();
  const again = await locked();
  const id = again.people.profiles.value[0]?.id ?? '';
  assert.equal((await again.people.unlock(id, PIN)).ok, false);
  assert.deepEqual(await again.people.unlock(id, '271828'), { ok: true });
});

test('what is finished in a place that nobody can open any more goes by itself, and can be handed over', async () => {
  const app = await enrolled();
  phone.online = false;
  await app.drafts.finish(await need(app, 'orphelin'));
  const name = `${phone.name} echo-of-${app.people.here.value ?? ''}`;
  kill();
  const database = await openDB(name);
  await database.delete('meta', 'profile'); // as an app before this one left it
  database.close();
  await loseShared();
  const anew = await locked();
  assert.deepEqual([anew.people.profiles.value, anew.people.stray.value.unsent], [[], 1]);
  assert.equal((await anew.sync.handOver(() => undefined))[0]?.records, 1);
  phone.online = true;
  assert.deepEqual(await anew.people.enrol('KOFFI', { pin: '271828', picture: 'signe-lune' }), { ok: true });
  await until(() => phone.server.ledger.size === 1);
  await until(() => anew.people.stray.value.unsent === 0);
});

test('a newer app that wants the database gets it after the last words of the older one', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  app.drafts.type(id, 'texte', 'les derniers mots');
  const newer = await openDB(`${phone.name} echo-of-${app.people.here.value ?? ''}`, 2);
  await settled();
  newer.close();
  assert.equal(app.drafts.unsaved.fault(), null);
  assert.equal(newer.version, 2);
  assert.ok(phone.reloaded > 0);
});
