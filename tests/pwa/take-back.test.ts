// The person who spoke changes their mind: the phone says so to the server, and nothing of the record is left.

import assert from 'node:assert/strict';
import test from 'node:test';

import type { Body } from '../../static/pwa/src/domain/types';
import { enrolled, kill, need, openly, phone, start, until } from './phone-build';

test('a record that is taken back is erased here and at the Lab, whatever was begun with it', async () => {
  const app = await enrolled();
  const id = await app.drafts.finish(await need(app, 'Le chef a pris l’argent'));
  await until(() => openly().length === 1);
  await app.drafts.correct(id);
  await app.drafts.setAnswer(id, 'texte', 'Le chef a tout pris');
  await app.drafts.takeBack(id);
  assert.deepEqual(app.drafts.all.value, [], 'the correction is gone');
  await until(() => openly().length === 2 && app.records.all.value.length === 0);
  const [, sent] = openly();
  const body = JSON.parse(sent?.body ?? '') as Body;
  assert.deepEqual([sent?.id, sent?.rev, body.answers, body.media, body.location], [id, 2, {}, [], null]);
  assert.equal(body.consent.uses.keep, false);
  assert.deepEqual(new Set(Object.values(body.consent.uses)), new Set([false]));
  assert.equal(sent?.body.includes('chef'), false);
  assert.equal(await app.records.answersOf(id), null);
});

test('without a network it is taken back as soon as there is one, and the screen says so until then', async () => {
  const app = await enrolled();
  const id = await app.drafts.finish(await need(app, 'Le chef a pris l’argent'));
  await until(() => openly().length === 1);
  phone.online = false;
  await app.drafts.takeBack(id);
  assert.deepEqual((await app.records.answersOf(id))?.answers, {}, 'what was said is not shown any more');
  kill();
  const again = await start();
  phone.online = true;
  await again.sync.now();
  await until(() => openly().length === 2);
  assert.equal(openly()[1]?.rev, 2);
});
