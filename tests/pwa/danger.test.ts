// Somebody is in danger: the phone asks nothing more, says whom to call without a network, and keeps no answer.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { beside, faultsOn, mayPass, path, resume, steps } from '../../static/pwa/src/capture/model';
import type { Answers, Definition } from '../../static/pwa/src/domain/definition';
import { walk } from '../../static/pwa/src/domain/form';
import { above, coarser, grouped, nearest, trustedForm } from '../../static/pwa/src/domain/trusted';
import type { Body, Draft, Place, Programme, TrustedPerson } from '../../static/pwa/src/domain/types';
import type { Change } from '../../static/pwa/src/sync/ports';
import { besoin, enrolled, kill, openly, phone, rows, settled, start, until } from './phone-build';

const form = (JSON.parse(readFileSync('tests/vectors/door.json', 'utf8')) as { definition: Definition }).definition;
const whole: Answers = {
  sujet: 'femmes',
  porte: 'autre',
  ennuis: ['retard'],
  faits: [{ sorte: 'chose', dit: '…' }],
  combien: 2,
  mot: 'un',
  suite: 'deux',
  recit: 'tout',
};
const at = (answers: Answers) =>
  walk(form, answers, { today: '2026-11-23', now: '2026-11-23T09:00:00Z', language: 'fr' });
const draft = { replyTo: null, replyText: '', place: 'V1' } as Draft;
const way = (answers: Answers) => steps(at(answers), { ...draft, answers });

test('behind the door stands neither review nor any question, wherever in the form it opens', () => {
  for (const answers of [
    { ...whole, porte: 'aide' },
    { ...whole, ennuis: ['retard', 'grave'] },
    { ...whole, faits: [{ sorte: 'coup' }] },
    { ...whole, combien: 9 },
  ] as Answers[]) {
    const all = way(answers);
    assert.equal(all[all.length - 1]?.kind, 'door');
    assert.equal(
      all.some((step) => step.kind === 'review'),
      false,
    );
    assert.deepEqual(beside(all, all.length - 2, 1)?.kind, 'door', 'from the question that opened it');
    assert.deepEqual(resume(at(answers), { ...draft, answers }), ['door']);
  }
  assert.equal(way(whole)[way(whole).length - 1]?.kind, 'review');
});

test('a note that is a door alone on its screen is the door itself', () => {
  const note: Definition = {
    ...form,
    questions: [form.questions[0]!, { name: 'appel', type: 'note', label: { fr: 'Appelez' }, danger: true }],
  };
  const walked = walk(note, { sujet: 'eau' }, { today: '2026-11-23', now: '', language: 'fr' });
  assert.deepEqual(steps(walked, draft).map(path), [['place'], ['q', 'sujet'], ['door']]);
});

test('nobody goes past the question at the door without a word', () => {
  const screen = way({ sujet: 'femmes' }).flatMap((step) =>
    step.kind === 'question' && step.screen.name === 'porte' ? [step.screen] : [],
  )[0]!;
  assert.equal(mayPass(screen), false);
  assert.deepEqual(
    faultsOn(screen, { sujet: 'femmes' }).map(({ reason }) => reason),
    ['required'],
  );
  assert.deepEqual(faultsOn(screen, whole), []);
});

const place = (code: string, parent: string | null): Place => ({ code, parent, name: code, level: '', label: code });
const places: Record<string, Place> = { V1: place('V1', 'S1'), S1: place('S1', 'R1') };
const find = (code: string): Place | null => places[code] ?? null;
const person = (id: string, where: string): TrustedPerson => ({
  id,
  name: id,
  phone: '0000000000',
  path: where,
  role: {},
  hours: {},
  languages: [],
  say: { fr: id },
});

test('the nearest trusted person up the tree is shown, also of places above the ground of the phone', () => {
  const all = [person('pays', '/XX/'), person('lac', '/XX/R1/S1/'), person('mont', '/XX/R2/')];
  assert.deepEqual(
    nearest(all, above('V1', '/XX/R1/S1/', find)).map(({ id }) => id),
    ['lac'],
  );
  assert.deepEqual(
    nearest(all, above(null, '/XX/R1/', find)).map(({ id }) => id),
    ['pays'],
  );
  assert.deepEqual(nearest(undefined, above('V1', '/XX/', find)), []);
});

test('a call says that it comes from the place above, never from beyond the ground of the phone', () => {
  assert.equal(coarser('V1', 'R1', find), 'S1');
  assert.equal(coarser('V1', 'V1', find), 'V1');
  assert.equal(coarser('S1', 'S1', find), 'S1');
  assert.equal(coarser(null, 'S1', find), 'S1');
});

test('numbers are read as the server reads them', () => {
  assert.deepEqual(['0700000000', '+2250700000000', '1308', '116'].map(grouped), [
    '07 00 00 00 00',
    '+225 07 00 00 00 00',
    '1308',
    '116',
  ]);
});

test('what is recorded of a trusted person is named by person and number', () => {
  assert.deepEqual(
    trustedForm({ trusted: [person('t1', '/XX/')] } as Programme)?.questions.map(({ name, label }) => [name, label]),
    [['t1', { fr: 't1' }]],
  );
  assert.equal(trustedForm(null), null);
});

const withDoor: Definition = {
  ...besoin,
  questions: [
    besoin.questions[0]!,
    {
      name: 'porte',
      type: 'select_one',
      label: { fr: 'En danger ?' },
      danger: true,
      choices: [
        { name: 'aide', label: { fr: 'Oui' }, danger: true },
        { name: 'autre', label: { fr: 'Non' } },
      ],
    },
    ...besoin.questions.slice(1),
  ],
};

async function atTheDoor(): Promise<{ app: Awaited<ReturnType<typeof enrolled>>; id: string }> {
  const programme = { ...rows[0]!.body, trusted: [person('t1', '/V1/')] };
  phone.server.changes = [
    { ...rows[0], body: programme },
    { ...rows[1], body: withDoor },
    ...rows.slice(2),
  ] as Change[];
  const app = await enrolled();
  phone.online = false;
  const id = await app.drafts.start('besoin');
  await app.drafts.setPlace(id, 'V1');
  await app.drafts.setAnswer(id, 'domaine', 'eau');
  await app.drafts.setAnswer(id, 'texte', 'Mon mari me frappe');
  await app.media.attachPhoto(id, 'photo', new Blob(['big']));
  await app.drafts.setAnswer(id, 'porte', 'aide');
  return { app, id };
}

test('a call for help leaves without any answer, medium or sign on the phone, and whom to call is there without a network', async () => {
  const { app, id } = await atTheDoor();
  assert.equal(app.reference.programme.value?.trusted?.[0]?.phone, '0000000000');
  await app.drafts.askForHelp(id);
  await app.drafts.askForHelp(id); // touched twice
  assert.deepEqual([app.drafts.all.value, app.records.all.value, app.sync.status.value.unsent], [[], [], 1]);
  kill();
  const again = await start();
  assert.deepEqual([again.drafts.all.value, again.records.all.value], [[], []]);
  phone.online = true;
  await again.sync.now();
  await until(() => openly().length === 1);
  const body = JSON.parse(openly()[0]?.body ?? '') as Body;
  assert.deepEqual([body.danger, body.answers, body.media, body.location, body.project], ['porte', {}, [], null, null]);
  assert.deepEqual(body.consent.uses, { keep: true });
  assert.match(body.recorded_at, /^2026-11-23T\d\d:00:00\.000[+-]\d\d:\d\d$/);
  assert.notEqual(openly()[0]?.id, id);
  assert.equal(JSON.stringify(phone.server.asked).includes('frappe'), false);
  assert.deepEqual([...phone.server.media], []);
});

test('whoever closes the phone at the door finds nothing of it when it is opened again', async () => {
  const { app, id } = await atTheDoor();
  assert.ok(app.drafts.get(id));
  kill();
  const again = await start();
  assert.deepEqual(again.drafts.all.value, []);
  phone.online = true;
  await again.sync.now();
  await settled();
  assert.deepEqual(openly(), []);
});

test('a call for help that could not be written down is asked for again', async () => {
  const { app, id } = await atTheDoor();
  phone.full = true;
  await assert.rejects(app.drafts.askForHelp(id));
  phone.full = false;
  await app.drafts.askForHelp(id);
  assert.equal(app.sync.status.value.unsent, 1);
});

test('a draft before the door is as it was', async () => {
  const { app, id } = await atTheDoor();
  await app.drafts.setAnswer(id, 'porte', 'autre');
  kill();
  assert.equal((await start()).drafts.get(id)?.answers.texte, 'Mon mari me frappe');
  void app;
});
