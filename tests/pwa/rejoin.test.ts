// A phone that the server no longer lets in goes on with a new code, in the same place, with all that it holds.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDB } from 'idb';
import { awa } from './engine-build';
import { enrolled, kill, locked, need, phone, settled, start, until } from './phone-build';

interface Stored {
  id: string;
  letter: ArrayBuffer;
}

async function sealedItems(profile: string): Promise<string[]> {
  const database = await openDB(`${phone.name} echo-of-${profile}`);
  const found = (await database.getAll('entries')) as Stored[];
  database.close();
  return found.map((one) => Buffer.from(one.letter).toString('base64'));
}

test('a phone that a restored server does not know goes on with a new code, and sends what it holds', async () => {
  const app = await enrolled();
  phone.server.shutOut.set('*', 'not-enrolled');
  await app.drafts.finish(await need(app, 'après la panne'));
  await until(() => app.sync.status.value.reason === 'not-enrolled');
  phone.server.shutOut.clear();
  assert.deepEqual(await app.people.rejoin(' CODE '), { ok: true });
  const { token, device_id, person, scope } = awa;
  assert.deepEqual(phone.former, { programme: scope.programme, person_id: person.id, device_id, token });
  await until(() => app.sync.status.value.unsent === 0);
  assert.equal(phone.server.ledger.size, 1);
  assert.equal(app.people.profiles.value.length, 1, 'no second place');
});

test('under another token everything is sealed anew, also what a kill cut short, and the locked phone posts with it', async () => {
  const app = await enrolled();
  phone.online = false;
  await app.drafts.finish(await need(app, 'retirée'));
  const profile = app.people.here.value as string;
  const before = await sealedItems(profile);
  phone.online = true;
  phone.server.shutOut.set(awa.token, 'revoked');
  assert.deepEqual(await app.people.rejoin('AWA2'), { ok: true });
  await until(() => app.sync.status.value.unsent === 0);
  assert.notDeepEqual(await sealedItems(profile), before);
  await settled();
  phone.online = false;
  await app.drafts.finish(await need(app, 'encore'));
  kill();
  phone.online = true;
  await locked();
  await until(() => phone.server.ledger.size === 2);
  assert.match(phone.server.asked[phone.server.asked.length - 1]!.token, /^post\.d2\./);
});

test('a code of somebody else changes nothing in the place', async () => {
  const app = await enrolled();
  await app.drafts.finish(await need(app, 'à moi'));
  phone.online = false;
  assert.deepEqual(await app.people.rejoin('CODE'), { ok: false, reason: 'offline' });
  assert.equal(app.people.enrolment.value?.token, awa.token);
  kill();
  assert.equal((await start()).records.all.value.length, 1);
});
