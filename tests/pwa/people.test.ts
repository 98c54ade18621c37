// Several people on one phone: each has a place behind a PIN, and what they finished goes without it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDB } from 'idb';
import type { App } from '../../static/pwa/src/app/app';
import { plainEnrolmentCode } from '../../static/pwa/src/domain/codes';
import { PIN } from './engine-build';
import { WHO, enrolled, kill, locked, need, openly, phone, rows, settled, start, until } from './phone-build';

/** Koffi takes a place on Awa's phone, with a PIN of his own, and records. */
async function koffiRecords(texte: string): Promise<void> {
  const app = await locked();
  assert.deepEqual(await app.people.enrol('KOFFI', { pin: '271828', picture: 'signe-lune' }), { ok: true });
  await until(() => app.reference.instruments.value.length > 0);
  await app.drafts.finish(await need(app, texte));
  await until(() => app.sync.status.value.unsent === 0);
  kill();
}

/** A day and an hour with the phone on. */
function dayPasses(): void {
  phone.time += 25 * 3600_000;
  phone.elapsed += 25 * 3600_000;
}

/** Everything that is on the phone's disk, as bytes one after the other. */
async function disk(): Promise<Buffer> {
  const found: Buffer[] = [];
  const walk = (value: unknown): void => {
    if (value instanceof ArrayBuffer) found.push(Buffer.from(value));
    else if (ArrayBuffer.isView(value)) found.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    else if (Array.isArray(value)) value.forEach(walk);
    else if (value && typeof value === 'object')
      Object.entries(value).forEach(([key, one]) => (found.push(Buffer.from(`${key}:`)), walk(one)));
    else found.push(Buffer.from(`${String(value)};`));
  };
  for (const { name: each } of await indexedDB.databases()) {
    if (!each?.startsWith(phone.name)) continue;
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
  phone.online = false;
  await app.drafts.finish(await need(app, 'de Awa'));
  kill();
  phone.online = true;
  phone.server.changes = rows;
  await koffiRecords('de Koffi');
  const again = await locked();
  assert.deepEqual(
    again.people.profiles.value.map((one) => one.picture),
    ['signe-soleil', 'signe-lune'],
  );
  const [hers, his] = again.people.profiles.value.map((one) => one.id) as [string, string];
  assert.equal((await again.people.unlock(his, PIN)).ok, false, 'Awa’s PIN does not open Koffi’s place');
  await again.people.unlock(his, '271828');
  assert.deepEqual(
    [again.records.all.value.map((one) => one.summary), again.people.enrolment.value?.person.name],
    [['Eau · de Koffi'], 'Koffi Kouadio'],
  );
  kill();
  const hersAgain = await locked();
  await hersAgain.people.unlock(hers, PIN);
  assert.deepEqual(
    hersAgain.records.all.value.map((one) => one.summary),
    ['Eau · de Awa'],
  );
});

test('what Awa finished goes while Koffi holds the phone, and while nobody does, without her PIN', async () => {
  const app = await enrolled();
  phone.online = false;
  await app.drafts.finish(await need(app, 'de Awa'));
  kill();
  phone.online = true;
  const nobody = await locked();
  await until(() => nobody.people.profiles.value[0]?.unsent === 0);
  assert.equal(openly().length, 0);
  kill();
  phone.online = false;
  const hers = await start();
  await hers.drafts.finish(await need(hers, 'encore'));
  kill();
  phone.online = true;
  phone.server.ledger.clear();
  phone.server.changes = rows;
  await koffiRecords('de Koffi');
  assert.equal(phone.server.ledger.size, 2, 'his, and hers with it');
});

test('nothing that was said, no name, no photo and no voice lies open on the disk; nor does the token or the PIN', async () => {
  const app = await enrolled();
  phone.online = false;
  const photo = 'big picture of the pump';
  const done = await need(app, 'La pompe est cassée');
  await app.media.attachPhoto(done, 'photo', new Blob([photo]));
  await app.drafts.finish(done);
  const open = await need(app, 'Le dispensaire est loin');
  await app.media.startVoice(open, 'voix');
  await phone.speak(Array.from(Buffer.from('first second of a voice')));
  const event = { id: 'e', state: 'rejected', at: '2026-11-23T10:00:00Z', rev: 1, message: 'Nous la connaissons' };
  phone.server.changes = [
    { kind: 'record', id: done, op: 'put', body: { id: done, rev: 1, state: 'rejected', events: [event] } },
  ];
  phone.online = true;
  await app.sync.now();
  await until(() => app.records.all.value[0]?.state === 'rejected');
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
  const id = app.people.profiles.value[0]?.id as string;
  const tried = async (pin: string): Promise<number> =>
    ((await app.people.unlock(id, pin)) as { openAt: number }).openAt;
  assert.deepEqual(
    [await tried('000000'), await tried('000001'), app.people.profiles.value[0]?.openAt],
    [0, 0, 0],
    'a moment that is over holds no key back',
  );
  assert.ok((await tried('000002')) - phone.elapsed > 25_000);
  assert.equal((await app.people.unlock(id, PIN)).ok, false, 'not even the right one, before the time');
  kill();
  app = await locked();
  assert.equal((await app.people.unlock(id, PIN)).ok, false);
  phone.elapsed += 31_000;
  assert.deepEqual(await app.people.unlock(id, PIN), { ok: true });
});

test('a forgotten PIN: what was finished arrives, the coordinator gives a new place, and the old one goes when all is safe', async () => {
  const app = await enrolled();
  phone.online = false;
  await app.drafts.finish(await need(app, 'la pompe'));
  await need(app, 'jamais fini');
  kill();
  phone.online = true;
  const anew = await locked();
  await until(() => anew.people.profiles.value[0]?.unsent === 0);
  const old = anew.people.profiles.value[0]?.id as string;
  assert.equal(await anew.people.remove(old), 'unsafe', 'sent is not yet safe');
  assert.deepEqual(await anew.people.enrol('NOUVEAU', { pin: '161803', picture: 'signe-etoile' }), { ok: true });
  assert.deepEqual(anew.records.all.value, [], 'nothing of the old place is read');
  phone.server.safe = 99;
  await anew.sync.now();
  await until(() => anew.people.profiles.value[0]?.unsafe === 0);
  assert.equal(await anew.people.remove(old), 'later', 'there is a draft in it, and somebody may still know the PIN');
  dayPasses();
  assert.equal(await anew.people.remove(old), 'gone');
  assert.equal(anew.people.profiles.value.length, 1);
});

test('a PIN is changed only by who knows it, and then only the new one opens', async () => {
  const app = await enrolled();
  await need(app, 'x');
  assert.equal(await app.people.changePin('999999', '161803'), false);
  assert.equal(await app.people.changePin(PIN, '161803'), true);
  kill();
  const again = await locked();
  const id = again.people.profiles.value[0]?.id as string;
  assert.equal((await again.people.unlock(id, PIN)).ok, false);
  await again.people.unlock(id, '161803');
  assert.equal(again.drafts.all.value[0]?.answers.texte, 'x');
});

test('a phone that lies idle locks itself, but never in the middle of a voice', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const before = phone.left;
  const recording = await app.media.startVoice(id, 'voix');
  await phone.speak([1]);
  phone.idle();
  await settled();
  assert.equal(phone.left, before);
  await recording.stop();
  phone.idle();
  await until(() => phone.left === before + 1);
  await app.media.startVoice(id, 'voix');
  phone.hangUp(); // a call came in: nobody is listening any more
  await settled();
  phone.idle();
  await until(() => phone.left === before + 2);
});

test('while it is locked nothing can be asked of a place', async () => {
  await enrolled();
  kill();
  const app = await locked();
  assert.throws(() => app.drafts.start('besoin'), /locked/);
  assert.deepEqual([app.drafts.all.value, app.records.all.value, app.people.enrolment.value], [[], [], null]);
});

test('a phone without room says so before the code is spent', async () => {
  const app = await start();
  phone.free = 2_000_000;
  assert.deepEqual(await app.people.enrol('CODE', WHO), { ok: false, reason: 'full' });
  assert.deepEqual(app.people.profiles.value, []);
});

test('each person on the phone is spoken to in their own language; the locked phone speaks the last one chosen', async () => {
  let app = await locked();
  await app.settings.setLanguage('en');
  await app.people.enrol('CODE', WHO);
  assert.equal(app.settings.language.value, 'en', 'chosen before she had a place');
  kill();
  app = await locked();
  assert.equal(app.settings.language.value, 'en');
  await app.people.enrol('KOFFI', { pin: '271828', picture: 'signe-lune' });
  assert.equal(app.settings.language.value, 'fr', 'what the Lab knows of Koffi');
  kill();
  assert.equal((await start()).settings.language.value, 'en');
});

const YEARS = 4 * 365 * 24 * 3600_000;

for (const [how, by] of [
  ['ahead', YEARS],
  ['back', -YEARS],
] as const) {
  test(`after wrong PINs a clock set ${how} neither lets a thief in nor keeps Awa out, on this page and on one begun anew`, async () => {
    await enrolled();
    kill();
    let app = await locked();
    const id = app.people.profiles.value[0]?.id as string;
    for (const pin of ['000000', '000001', '000002']) await app.people.unlock(id, pin);
    phone.time += by;
    assert.equal((await app.people.unlock(id, PIN)).ok, false, 'nothing was waited');
    kill();
    app = await locked();
    phone.time += by;
    assert.equal((await app.people.unlock(id, PIN)).ok, false, 'nor by beginning anew');
    const openAt = app.people.profiles.value[0]?.openAt ?? 0;
    assert.ok(openAt - phone.elapsed > 25_000 && openAt - phone.elapsed <= 30_000);
    phone.elapsed += 31_000;
    assert.deepEqual(await app.people.unlock(id, PIN), { ok: true });
  });
}

test('what Awa has waited counts when the page begins anew in the middle', async () => {
  await enrolled();
  kill();
  let app = await locked();
  const id = app.people.profiles.value[0]?.id as string;
  for (const pin of ['000000', '000001', '000002']) await app.people.unlock(id, pin);
  phone.elapsed += 20_000;
  await app.sync.sendLocked(); // looks at everybody's profile, and writes down what is left
  kill();
  app = await locked();
  assert.ok((app.people.profiles.value[0]?.openAt ?? 0) - phone.elapsed <= 10_000, 'most of it is over');
});

/** Somebody asked to remove Awa's profile, with a draft in it. */
async function leavingPlace(): Promise<{ anew: App; id: string }> {
  await need(await enrolled(), 'jamais fini');
  kill();
  const anew = await locked();
  const id = anew.people.profiles.value[0]?.id as string;
  assert.equal(await anew.people.remove(id), 'later');
  return { anew, id };
}

test('who sets the clock ahead while the phone is open does not end the day in which Awa may still open her place', async () => {
  const { anew, id } = await leavingPlace();
  phone.time += YEARS;
  assert.equal(await anew.people.remove(id), 'later');
  kill();
  assert.equal(await (await locked()).people.remove(id), 'later', 'nor for a page begun after that');
});

test('a clock that was set back takes nothing from the day that is over', async () => {
  const { anew, id } = await leavingPlace();
  phone.time -= YEARS;
  phone.elapsed += 20 * 3600_000;
  assert.equal(await anew.people.remove(id), 'later');
  phone.elapsed += 5 * 3600_000;
  assert.equal(await anew.people.remove(id), 'gone');
});

test('the day goes on while the phone sleeps, and while no page is open', async () => {
  const { anew, id } = await leavingPlace();
  phone.slept += 20 * 3600_000;
  assert.equal(await anew.people.remove(id), 'later');
  kill();
  phone.time += 5 * 3600_000;
  assert.equal(await (await locked()).people.remove(id), 'gone');
});

test('a place that was to go while the clock was years ahead can go a day after it is right again', async () => {
  const app = await enrolled();
  await need(app, 'jamais fini');
  kill();
  const anew = await locked();
  const id = anew.people.profiles.value[0]?.id as string;
  phone.time += YEARS;
  assert.equal(await anew.people.remove(id), 'later');
  phone.time -= YEARS;
  assert.equal(await anew.people.remove(id), 'later');
  dayPasses();
  assert.equal(await anew.people.remove(id), 'gone');
});

test('a place that cannot be read stops neither the phone nor what waits for the others', async () => {
  const app = await enrolled();
  phone.online = false;
  await app.drafts.finish(await need(app, 'de Awa'));
  kill();
  phone.online = true;
  phone.server.changes = rows;
  await koffiRecords('de Koffi');
  const [hers, his] = (await locked()).people.profiles.value.map((one) => one.id) as [string, string];
  kill();
  phone.broken = `echo-of-${hers}`;
  const again = await locked();
  assert.deepEqual(
    again.people.profiles.value.map((one) => [one.id, one.unsafe]),
    [
      [hers, 1],
      [his, 1],
    ],
    'what cannot be read is not taken away',
  );
  assert.deepEqual(await again.people.unlock(his, '271828'), { ok: true });
});

test('what was being written is kept before the place closes', async () => {
  const app = await enrolled();
  const before = phone.left;
  const id = await need(app, 'La');
  app.drafts.type(id, 'texte', 'La pompe');
  assert.equal(await app.people.lock(), true);
  assert.equal(phone.left, before + 1);
  kill();
  assert.equal((await start()).drafts.get(id)?.answers.texte, 'La pompe');
});

test('a code that was not taken leaves no place behind', async () => {
  const app = await start();
  phone.online = false;
  await app.people.enrol('X', WHO);
  assert.deepEqual(
    (await indexedDB.databases()).filter((one) => one.name?.startsWith(`${phone.name} echo-of-`)),
    [],
  );
});

test('the phone knows the code that somebody came with, however it is written, and that it is no other’s', async () => {
  await enrolled();
  kill();
  phone.server.changes = rows;
  await koffiRecords('de Koffi');
  const codes = (await locked()).people.profiles.value.map((one) => one.code);
  assert.deepEqual(codes, ['CODE', 'KOFFI']);
  assert.equal(plainEnrolmentCode(' ko-ffi '), 'KOFFI');
});
