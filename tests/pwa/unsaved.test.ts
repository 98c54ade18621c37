// What is not on the disk yet: a write that fails is tried again, nothing goes past it, and the person hears why.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { App } from '../../static/pwa/src/app/app';
import { ConsentError } from '../../static/pwa/src/domain/failure';
import type { Body } from '../../static/pwa/src/domain/types';
import { device, enrolled, kill, need, openly, phone, rows, settled, start, until } from './phone-build';

const aborted = (): DOMException => new DOMException('given up', 'AbortError');
const full = (): DOMException => new DOMException('no room', 'QuotaExceededError');

/** The next writes of drafts end like this. */
function failing(times: number, how: () => DOMException): void {
  phone.fails = (stores) => (stores.includes('drafts') && times-- > 0 ? how() : null);
}
const working = (): void => void (phone.fails = () => null);

/** What is on the disk: as the phone that is started anew reads it. */
async function afterKill(id: string): Promise<Record<string, unknown> | undefined> {
  kill();
  working();
  phone.full = false;
  return (await start()).drafts.get(id)?.answers;
}

test('an answer whose write failed once is written with the next one, and is in the record', async () => {
  const app = await enrolled();
  const id = await need(app, 'avant');
  failing(4, aborted);
  await assert.rejects(app.drafts.setAnswer(id, 'texte', 'PUITS A SEC'));
  assert.deepEqual(
    [app.drafts.get(id)?.answers.texte, app.drafts.unsaved.fault(id)],
    ['PUITS A SEC', 'failed'],
    'it is shown, and said to be unsaved',
  );
  working();
  await app.drafts.setAnswer(id, 'profondeur', 12);
  assert.equal(app.drafts.unsaved.fault(id), null);
  await app.drafts.finish(id);
  assert.deepEqual((await app.records.answersOf(id))?.answers, {
    domaine: 'eau',
    texte: 'PUITS A SEC',
    profondeur: 12,
  });
});

test('a write that the browser aborts once is tried again before anybody hears of it', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  failing(1, aborted);
  await app.drafts.setAnswer(id, 'texte', 'La pompe');
  assert.deepEqual(await afterKill(id), { domaine: 'eau', texte: 'La pompe' });
});

test('a surveyor whose disk is full hears that it is full, and goes on when there is room', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  phone.full = true;
  app.drafts.type(id, 'texte', 'une histoire');
  await assert.rejects(app.drafts.unsaved.saved(id));
  assert.equal(app.drafts.unsaved.fault(id), 'full');
  await assert.rejects(app.drafts.unsaved.saved(id), 'as often as it is tried');
  phone.full = false;
  await app.drafts.unsaved.saved(id);
  assert.deepEqual(
    [app.drafts.unsaved.fault(id), await afterKill(id)],
    [null, { domaine: 'eau', texte: 'une histoire' }],
  );
});

test('what failed is written by itself after a while, with nobody touching the phone', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  failing(2, full);
  await assert.rejects(app.drafts.setAnswer(id, 'texte', 'tout seul'));
  await until(() => app.drafts.unsaved.fault() === null);
  assert.deepEqual(await afterKill(id), { domaine: 'eau', texte: 'tout seul' });
});

test('of two answers to one question the later one counts, whichever write fails', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  failing(1, full);
  const first = app.drafts.setAnswer(id, 'texte', 'un');
  const second = app.drafts.setAnswer(id, 'texte', 'deux');
  await Promise.allSettled([first, second]);
  await app.drafts.unsaved.saved(id);
  assert.equal((await afterKill(id))?.texte, 'deux');
});

test('nothing is finished past an answer that is not on the disk', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  failing(Infinity, full);
  app.drafts.type(id, 'texte', 'le récit');
  await assert.rejects(app.drafts.finish(id));
  assert.deepEqual([app.records.all.value.length, app.drafts.get(id)?.answers.texte], [0, 'le récit']);
  working();
  await app.drafts.finish(id);
  assert.equal(((await app.records.answersOf(id))?.answers as { texte: string }).texte, 'le récit');
});

test('a phone does not lock past an answer that is not on the disk, neither by itself nor when told to', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const before = phone.left;
  failing(Infinity, full);
  app.drafts.type(id, 'texte', 'pas encore');
  assert.equal(await app.people.lock(), false);
  phone.idle();
  await settled();
  assert.deepEqual([phone.left, app.drafts.unsaved.fault(), phone.holdsBack()], [before, 'full', true]);
  working();
  assert.equal(await app.people.lock(), true);
  assert.deepEqual([phone.left, phone.holdsBack()], [before + 1, false]);
});

test('the person may go on without what could not be kept, and the screen shows what is kept', async () => {
  const app = await enrolled();
  const id = await need(app, 'gardé');
  failing(Infinity, full);
  await assert.rejects(app.drafts.setAnswer(id, 'texte', 'perdu'));
  app.drafts.unsaved.drop(id);
  assert.deepEqual([app.drafts.get(id)?.answers.texte, app.drafts.unsaved.fault()], ['gardé', null]);
});

test('who types without a pause has no more than two seconds of it in memory alone', async (context) => {
  const app = await enrolled();
  const id = await need(app, 'x');
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const clock = context.mock.method(performance, 'now', () => time);
  let time = 0;
  for (let n = 1; n <= 30; n++) {
    app.drafts.type(id, 'texte', 'a'.repeat(n));
    time += 100;
    context.mock.timers.tick(100);
  }
  clock.mock.restore();
  context.mock.timers.reset();
  await settled();
  assert.ok(String((await afterKill(id))?.texte ?? '').length >= 10);
});

test('place, consent, mode and reply wait in the same queue as answers', async () => {
  const app = await enrolled();
  const id = await app.drafts.start('besoin');
  failing(Infinity, full);
  const consent = {
    version: '1',
    language: 'fr',
    given_by: 'oral' as const,
    attribution: 'anonymous' as const,
    uses: { keep: true },
  };
  app.drafts.typeReply(id, 'Celle du marché');
  await Promise.allSettled([
    app.drafts.setPlace(id, 'V1'),
    app.drafts.setMode(id, 'group'),
    app.drafts.setConsent(id, consent),
  ]);
  assert.deepEqual(
    [app.drafts.get(id)?.place, app.drafts.get(id)?.mode, app.drafts.unsaved.fault(id)],
    ['V1', 'group', 'full'],
  );
  working();
  await app.drafts.unsaved.saved(id);
  kill();
  const read = (await start()).drafts.get(id);
  assert.deepEqual(
    [read?.place, read?.mode, read?.consent, read?.replyText],
    ['V1', 'group', consent, 'Celle du marché'],
  );
});

test('a connection that the browser closed is opened anew, for answers, for finishing and for settings', async () => {
  const app = await enrolled();
  const id = await need(app, 'Avant la fermeture');
  phone.close();
  await app.drafts.setAnswer(id, 'texte', 'Avant la fermeture et après');
  phone.close();
  await app.settings.setEarFirst(true);
  phone.close();
  await app.drafts.finish(id);
  assert.deepEqual([app.drafts.unsaved.fault(), app.settings.fault.value], [null, null]);
  kill();
  const again = await start();
  assert.equal(
    ((await again.records.answersOf(id))?.answers as { texte: string }).texte,
    'Avant la fermeture et après',
  );
  assert.equal(again.settings.earFirst.value, true);
});

test('a setting that could not be written is written when storage works again', async () => {
  const app = await enrolled();
  phone.fails = () => full();
  phone.full = true;
  phone.close();
  await app.settings.setLanguage('en');
  assert.deepEqual([app.settings.language.value, app.drafts.unsaved.fault()], ['en', 'full']);
  working();
  phone.full = false;
  await until(() => app.drafts.unsaved.fault() === null);
  kill();
  assert.equal((await start()).settings.language.value, 'en');
});

test('a draft that was finished in another window takes no words with it in silence', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const other = await start();
  await other.drafts.finish(id);
  app.drafts.type(id, 'texte', 'trop tard');
  await assert.rejects(app.drafts.unsaved.saved(id));
  assert.equal(app.drafts.unsaved.fault(), 'elsewhere');
  app.drafts.unsaved.drop();
  assert.equal(app.drafts.unsaved.fault(), null);
});

test('one time of a repeat is taken away while its write fails, and the others keep their own answers', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  for (const nom of ['Awa', 'Koffi', 'Mariam']) await app.drafts.addTime(id, 'noms', { nom });
  failing(1, full);
  const removed = app.drafts.removeTime(id, 'noms', 0);
  await settled();
  await Promise.allSettled([removed, app.drafts.setAnswer(id, 'noms[2].nom', 'Mariam Koné')]);
  await app.drafts.unsaved.saved(id);
  assert.deepEqual((await afterKill(id))?.noms, [{ nom: 'Koffi' }, { nom: 'Mariam Koné' }]);
});

// Photos and voices under way

/** A photo that is ready, or broken, when the test says so. */
function slowPhotos(): { ready: () => void; broken: () => void } {
  const shrink = device.shrink;
  const photo: { ready: () => void; broken: () => void } = { ready: () => undefined, broken: () => undefined };
  const turn = new Promise<void>((resolve, reject) =>
    Object.assign(photo, { ready: resolve, broken: () => reject(new Error('cut off')) }),
  );
  turn.catch(() => undefined);
  phone.shrink = async (file) => (await turn, shrink(file));
  return photo;
}

test('finishing waits for a photo that is still being made', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const photo = slowPhotos();
  const taken = app.media.attachPhoto(id, 'photo', new Blob(['big']));
  const finished = app.drafts.finish(id);
  await settled();
  assert.deepEqual(
    [app.records.all.value.length, app.drafts.unsaved.making(id).map((one) => one.kind), phone.holdsBack()],
    [0, ['photo'], true],
  );
  photo.ready();
  await finished;
  assert.deepEqual((await app.records.answersOf(id))?.media, [await taken]);
});

test('the person may go on without a photo that does not come; then it is said to be missing, and it does not come later', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const photo = slowPhotos();
  const taken = app.media.attachPhoto(id, 'photo', new Blob(['big']));
  const waited = app.drafts.unsaved.saved(id);
  app.drafts.unsaved.without(id);
  await waited;
  assert.deepEqual(
    app.drafts.unsaved.missed(id).map((one) => one.question),
    ['photo'],
  );
  photo.ready();
  await assert.rejects(taken);
  assert.equal(app.drafts.get(id)?.answers.photo, undefined);
});

test('a photo that came to nothing after its screen was left is said to be missing, until another is there', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const photo = slowPhotos();
  const taken = app.media.attachPhoto(id, 'photo', new Blob(['big']));
  photo.broken();
  await assert.rejects(taken);
  assert.deepEqual(
    app.drafts.unsaved.missed(id).map((one) => one.kind),
    ['photo'],
  );
  phone.shrink = device.shrink;
  await app.media.attachPhoto(id, 'photo', new Blob(['big']));
  assert.deepEqual(app.drafts.unsaved.missed(id), []);
});

test('a voice that is being spoken is ended and kept before one goes on', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  await app.media.startVoice(id, 'voix');
  await phone.speak([1, 2, 3]);
  await app.drafts.unsaved.saved(id);
  assert.deepEqual([app.drafts.get(id)?.media.voix?.bytes, app.drafts.unsaved.making(id)], [3, []]);
});

test('a photo that came after the agreement was asked for is agreed to before the record leaves', async () => {
  phone.server.changes = withPhotoScope();
  const app = await enrolled();
  const id = await need(app, 'x');
  const agreed = {
    version: '1',
    language: 'fr',
    given_by: 'oral' as const,
    attribution: 'anonymous' as const,
    uses: { keep: true, photo: false },
  };
  await app.drafts.setConsent(id, agreed);
  await app.media.attachPhoto(id, 'photo', new Blob(['big']));
  await assert.rejects(app.drafts.finish(id), (error: unknown) => error instanceof ConsentError);
  assert.equal(openly().length, 0);
  await app.drafts.setConsent(id, { ...agreed, uses: { keep: true, photo: true } });
  await app.drafts.finish(id);
  await until(() => openly().length > 0);
  assert.equal((JSON.parse(openly()[0]?.body ?? '') as Body).consent.uses.photo, true);
});

function withPhotoScope(): typeof rows {
  const scope = (name: string) => ({ name, required: name === 'keep', label: { fr: name } });
  return rows.map((row) =>
    row.kind === 'programme'
      ? {
          ...row,
          body: { ...(row.body as object), consent: { version: '1', text: {}, scopes: ['keep', 'photo'].map(scope) } },
        }
      : row,
  );
}

// Enrolling

test('a code that was spent on a phone whose disk failed is good for another try', async () => {
  const app: App = await start();
  let asked = 0;
  const enrol = phone.enrol;
  phone.enrol = async (code) => (asked++, enrol(code));
  phone.fails = (stores) => (stores.includes('meta') ? full() : null);
  assert.deepEqual(await app.people.enrol('CODE', { pin: '271828', picture: 'signe-lune' }), {
    ok: false,
    reason: 'full',
  });
  working();
  assert.deepEqual(await app.people.enrol('CODE', { pin: '271828', picture: 'signe-lune' }), { ok: true });
  assert.equal(asked, 1);
});
