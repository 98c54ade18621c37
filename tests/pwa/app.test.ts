// A record on the phone, all but its screens: Awa records without a network, is killed, comes back, sends, corrects.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { CaptureError } from '../../static/pwa/src/domain/failure';
import { NetError } from '../../static/pwa/src/domain/failure';
import type { Body } from '../../static/pwa/src/domain/types';
import { codeOf, isCode } from '../../static/pwa/src/domain/spoken';
import type { Change } from '../../static/pwa/src/sync/ports';
import { WHO, besoin, device, enrolled, kill, need, openly, phone, start, until } from './phone-build';

test('Awa enrols once, and the instruments and places are there without a network from then on', async () => {
  await enrolled();
  kill();
  phone.online = false;
  const app = await start();
  assert.deepEqual(
    app.reference.instruments.value.map((one) => one.name),
    ['besoin'],
  );
  await until(() => app.reference.searchPlaces('nguessankro').length === 1);
  assert.equal(app.reference.searchPlaces('kouassi beoumi')[0]?.label, 'Kouassi-N’Guessankro, Béoumi');
  assert.deepEqual([app.settings.language.value, app.people.enrolment.value?.person.name], ['fr', 'Awa']);
});

test('a code that is not valid leaves nothing behind', async () => {
  const app = await start();
  phone.online = false;
  assert.deepEqual(await app.people.enrol('X', WHO), { ok: false, reason: 'offline' });
  assert.equal(app.people.enrolment.value, null);
});

test('every answer is on the disk when it has been given, through a kill', async () => {
  const app = await enrolled();
  const id = await need(app, 'La pompe est cassée');
  kill();
  const again = await start();
  assert.deepEqual(again.drafts.get(id)?.answers, { domaine: 'eau', texte: 'La pompe est cassée' });
  assert.equal(again.drafts.get(id)?.place, 'V1');
  await again.drafts.setAnswer(id, 'texte', undefined);
  assert.deepEqual(again.drafts.get(id)?.answers, { domaine: 'eau' });
});

test('several drafts stand beside each other, and one can be thrown away with its photo', async () => {
  const app = await enrolled();
  const [first, second] = [await need(app, 'un'), await need(app, 'deux')];
  const photo = await app.media.attachPhoto(first, 'photo', new Blob(['big']));
  assert.equal(app.drafts.all.value.length, 2);
  await app.drafts.remove(first);
  assert.deepEqual(
    app.drafts.all.value.map((one) => one.id),
    [second],
  );
  assert.equal(await app.media.url(photo.sha256), null);
});

test('quick answers in two tabs lose nothing of each other', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const other = await start();
  await Promise.all([
    app.drafts.setAnswer(id, 'texte', 'un'),
    other.drafts.setAnswer(id, 'profondeur', 12),
    app.drafts.setMode(id, 'group'),
  ]);
  kill();
  const draft = (await start()).drafts.get(id);
  assert.deepEqual([draft?.answers, draft?.mode], [{ domaine: 'eau', texte: 'un', profondeur: 12 }, 'group']);
});

test('a finished record waits without a network, survives a kill, and arrives byte for byte as it was made', async () => {
  const app = await enrolled();
  phone.online = false;
  const id = await need(app, 'L’eau est « sale » 💧');
  const photo = await app.media.attachPhoto(id, 'photo', new Blob(['big']));
  await app.drafts.finish(id);
  assert.deepEqual(
    [app.drafts.all.value.length, app.records.all.value[0]?.state, app.sync.status.value.unsent],
    [0, 'finished', 1],
  );
  kill();
  const again = await start();
  assert.equal(again.records.all.value[0]?.summary, 'Eau · L’eau est « sale » 💧');
  phone.online = true;
  await again.sync.now();
  await until(() => again.records.all.value[0]?.state === 'sent');
  const sent = openly()[0];
  assert.equal(
    sent?.digest,
    createHash('sha256')
      .update(sent?.body ?? '', 'utf8')
      .digest('hex'),
  );
  const body = JSON.parse(sent?.body ?? '') as Body;
  assert.deepEqual([body.author, body.place, body.instrument_version, body.media], ['awa', 'V1', '1', [photo]]);
  assert.match(body.recorded_at, /^2026-11-23T.*[+-]\d\d:\d\d$/);
  assert.deepEqual([...phone.server.media], [photo.sha256]);
  await until(() => again.sync.status.value.mediaLeft === 0 && again.sync.status.value.phase === 'idle');
});

test('an answer to a question that is no longer asked does not travel, nor does its photo', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  await app.drafts.setAnswer(id, 'profondeur', 12);
  await app.drafts.setAnswer(id, 'domaine', 'route');
  await app.drafts.finish(id);
  assert.deepEqual((await app.records.answersOf(id))?.answers, { domaine: 'route', texte: 'x' });
});

test('finish pressed twice, or in two tabs, makes one record', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const other = await start();
  await Promise.all([app.drafts.finish(id), app.drafts.finish(id), other.drafts.finish(id)]);
  await until(() => app.sync.status.value.unsent === 0 && phone.server.ledger.size > 0);
  assert.deepEqual([phone.server.ledger.size, app.records.all.value.length], [1, 1]);
});

test('without an agreement nothing is finished, and nothing is lost', async () => {
  const app = await enrolled();
  const id = await app.drafts.start('besoin');
  await app.drafts.setAnswer(id, 'texte', 'x');
  await assert.rejects(app.drafts.finish(id));
  assert.equal(app.drafts.get(id)?.answers.texte, 'x');
});

test('the reviewer’s question comes back, is answered without a network, and goes up as revision 2', async () => {
  const app = await enrolled();
  const id = await need(app, 'La pompe');
  const photo = await app.media.attachPhoto(id, 'photo', new Blob(['big']));
  await app.drafts.finish(id);
  await until(() => app.records.all.value[0]?.state === 'sent');
  const asks = {
    id: 'q1',
    state: 'needs_correction',
    at: '2026-11-23T10:00:00Z',
    rev: 1,
    reason: 'unclear',
    message: 'Quelle pompe ?',
  };
  phone.server.changes = [
    { kind: 'record', id, op: 'put', body: { id, rev: 1, state: 'needs_correction', events: [asks] } },
  ];
  await app.sync.now();
  await until(() => app.records.all.value[0]?.needsCorrection === true);
  assert.equal(app.records.all.value[0]?.question?.message, 'Quelle pompe ?');
  phone.online = false;
  phone.server.changes = [];
  assert.equal(await app.drafts.correct(id), id);
  app.drafts.typeReply(id, 'Celle du marché');
  await app.drafts.setAnswer(id, 'texte', 'La pompe du marché');
  kill();
  const again = await start();
  assert.deepEqual([again.drafts.get(id)?.replyTo, again.drafts.get(id)?.replyText], ['q1', 'Celle du marché']);
  await again.drafts.finish(id);
  assert.deepEqual(
    [again.records.all.value[0]?.state, again.records.all.value[0]?.needsCorrection],
    ['finished', false],
  );
  phone.online = true;
  await again.sync.now();
  await until(() => again.records.all.value[0]?.state === 'sent');
  const second = openly().find((one) => one.rev === 2);
  const body = JSON.parse(second?.body ?? '') as Body;
  assert.deepEqual(
    [second?.id, body.reply_to, body.answers.texte],
    [id, { decision: 'q1', text: 'Celle du marché' }, 'La pompe du marché'],
  );
  assert.deepEqual(
    [body.media[0]?.sha256, phone.server.sent],
    [photo.sha256, [photo.sha256]],
    'the photo is named again, not sent again',
  );
});

test('the statuses of codes are indexed once, and anew when rows of them come', async () => {
  const app = await enrolled();
  const status = (id: string, state: string): Change => ({
    kind: 'fate',
    id,
    op: 'put',
    body: { code: '0712345678', state, date: '2026-11-20' },
  });
  assert.deepEqual(await app.records.statusesOf('0712345678'), []);
  phone.server.changes = [
    status('a', 'received'),
    status('b', 'accepted'),
    { kind: 'fate', id: 'c', op: 'put', body: { code: '1', state: 'read', date: '2026-11-20' } },
  ];
  await app.sync.now();
  assert.deepEqual(
    (await app.records.statusesOf('0712345678')).map((one) => one.state),
    ['received', 'accepted'],
  );
  assert.deepEqual(await app.records.statusesOf('2'), []);
  phone.server.changes = [status('a', 'read'), { kind: 'fate', id: 'b', op: 'drop' } as Change];
  await app.sync.now();
  assert.deepEqual(
    (await app.records.statusesOf('0712345678')).map((one) => one.state),
    ['read'],
  );
});

test('a record’s code is drawn by chance, is known without a network, and is the same in a correction', async () => {
  const app = await enrolled();
  phone.online = false;
  const [id, other] = [await need(app, 'un'), await need(app, 'deux')];
  for (const one of [id, other]) await app.drafts.finish(one);
  const codeOfView = (record: string): string => app.records.all.value.find((one) => one.id === record)?.code ?? '';
  const code = codeOfView(id);
  assert.ok(isCode(code) && isCode(codeOfView(other)));
  for (const record of [id, other]) assert.notEqual(codeOfView(record), await codeOf(record));
  assert.notEqual(code, codeOfView(other));
  kill();
  phone.online = true;
  const again = await start();
  await again.drafts.correct(id);
  await again.drafts.finish(id);
  await again.sync.now();
  await until(() => again.sync.status.value.unsent === 0);
  const second = openly().find((one) => one.id === id && one.rev === 2);
  assert.equal((JSON.parse(second?.body ?? '') as Body).code, code);
  assert.equal(again.records.all.value.find((one) => one.id === id)?.code, code);
});

test('a quarantined record is corrected as the next revision', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  phone.server.quarantine = [{ field: 'place', reason: 'outside' }];
  await app.drafts.finish(id);
  await until(() => app.records.all.value[0]?.state === 'quarantined');
  assert.deepEqual(
    [app.records.all.value[0]?.faults, app.records.all.value[0]?.needsCorrection],
    [phone.server.quarantine, true],
  );
  phone.server.quarantine = [];
  await app.drafts.correct(id);
  assert.equal(app.drafts.get(id)?.rev, 2);
  await app.drafts.finish(id);
  await until(() => app.records.all.value[0]?.state === 'sent');
});

test('a revoked phone is not asked again by itself, and keeps recording', async () => {
  const app = await enrolled();
  const exchange = phone.server.exchange;
  phone.server.exchange = () => Promise.reject(new NetError('revoked', 403));
  kill();
  const again = await start();
  await until(() => again.sync.status.value.reason === 'revoked');
  const before = phone.server.asked.length;
  phone.server.exchange = exchange;
  await again.drafts.finish(await need(again, 'x'));
  assert.deepEqual(
    [again.records.all.value[0]?.state, phone.server.asked.length, app.sync.status.value.nextAt === null],
    ['finished', before, false],
  );
});

test('a full phone says so and keeps what it had', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  phone.full = true;
  await assert.rejects(
    app.media.attachPhoto(id, 'photo', new Blob(['big'])),
    (error: CaptureError) => error.code === 'no-space',
  );
  assert.deepEqual(app.drafts.get(id)?.answers, { domaine: 'eau', texte: 'x' });
});

test('an instrument that changed does not take the questions from under a draft', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  phone.server.changes = [
    { kind: 'instrument', id: 'besoin', op: 'put', body: { ...besoin, version: '2', questions: [] } },
  ];
  await app.sync.now();
  kill();
  const again = await start();
  assert.deepEqual(
    [again.reference.definition('besoin')?.version, again.reference.definition('besoin', '1')?.questions.length],
    ['2', 5],
  );
  await again.drafts.finish(id);
  assert.equal(((await again.records.answersOf(id))?.answers as { texte: string }).texte, 'x');
});

test('a photo or a voice that would not fit is not begun, and nothing that was answered is lost', async (context) => {
  const app = await enrolled();
  const id = await app.drafts.start('besoin');
  await app.drafts.setAnswer(id, 'texte', 'La pompe est cassée.');
  const drawn = context.mock.method(device, 'shrink');
  const heard = context.mock.method(device, 'listen');
  phone.free = 2_000_000;
  for (const begun of [
    () => app.media.attachPhoto(id, 'photo', new Blob(['big'])),
    () => app.media.startVoice(id, 'voix'),
  ]) {
    await assert.rejects(begun(), (error: CaptureError) => error.code === 'no-space');
  }
  assert.equal(drawn.mock.callCount() + heard.mock.callCount(), 0);
  assert.deepEqual(app.drafts.get(id)?.answers, { texte: 'La pompe est cassée.' });
  assert.equal(app.settings.storage.value.freeBytes, 2_000_000);
});
