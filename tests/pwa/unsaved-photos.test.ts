// A photo that is made and cannot be written stays in memory and is tried again; the person hears why, and only they may give it up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { App } from '../../static/pwa/src/app/app';
import type { CaptureError } from '../../static/pwa/src/domain/failure';
import { enrolled, kill, need, phone, start, until } from './phone-build';

/** Photos find no room, words do. */
const noRoomForPhotos = (): void =>
  void (phone.fails = (stores) =>
    stores.includes('media') ? new DOMException('no room', 'QuotaExceededError') : null);
const roomAgain = (): void => void (phone.fails = () => null);

/** Awa's need with a photo that could not be written. */
async function withUnsavedPhoto(): Promise<{ app: App; id: string }> {
  const app = await enrolled();
  const id = await need(app, 'x');
  noRoomForPhotos();
  await assert.rejects(
    app.media.attachPhoto(id, 'photo', new Blob(['big'])),
    (error: CaptureError) => error.code === 'no-space',
  );
  return { app, id };
}

test('a photo that found no room is held and said to be unsaved, not missing', async () => {
  const { app, id } = await withUnsavedPhoto();
  assert.deepEqual(
    [app.drafts.unsaved.photoFault(id), app.drafts.unsaved.answerFault(id), app.drafts.unsaved.fault(id)],
    ['full', null, 'full'],
  );
  assert.deepEqual(
    [app.drafts.unsaved.making(id).map((one) => one.question), app.drafts.unsaved.missed(id), phone.holdsBack()],
    [['photo'], [], true],
  );
});

test('a held photo is written by itself when there is room, with nobody touching the phone', async () => {
  const { app, id } = await withUnsavedPhoto();
  roomAgain();
  await until(() => app.drafts.unsaved.fault() === null);
  kill();
  const again = await start();
  assert.ok(again.drafts.get(id)?.media.photo, 'it is on the disk');
});

test('words are written while a photo waits for room', async () => {
  const { app, id } = await withUnsavedPhoto();
  await app.drafts.setAnswer(id, 'texte', 'la pompe');
  kill();
  roomAgain();
  assert.equal((await start()).drafts.get(id)?.answers.texte, 'la pompe');
});

test('a surveyor whose disk is full does not finish without the photo, and does when there is room', async () => {
  const { app, id } = await withUnsavedPhoto();
  await assert.rejects(app.drafts.finish(id));
  assert.deepEqual([app.records.all.value.length, app.drafts.unsaved.photoFault(id)], [0, 'full']);
  roomAgain();
  await app.drafts.finish(id);
  assert.equal((await app.records.answersOf(id))?.media.length, 1);
});

test('a phone with a held photo does not lock over it', async () => {
  const { app } = await withUnsavedPhoto();
  assert.equal(await app.people.lock(), false);
  roomAgain();
  assert.equal(await app.people.lock(), true);
});

test('the person may give a held photo up; it is said to be missing, and does not come later', async () => {
  const { app, id } = await withUnsavedPhoto();
  app.drafts.unsaved.without(id);
  assert.deepEqual(
    [
      app.drafts.unsaved.fault(id),
      app.drafts.unsaved.making(id),
      app.drafts.unsaved.missed(id).map((one) => one.question),
    ],
    [null, [], ['photo']],
  );
  roomAgain();
  await app.drafts.unsaved.saved(id);
  await app.drafts.finish(id);
  assert.deepEqual((await app.records.answersOf(id))?.media, []);
});

test('giving up everything on the first screen gives up the photo too, and its record says so', async () => {
  const { app, id } = await withUnsavedPhoto();
  app.drafts.unsaved.drop();
  assert.deepEqual([app.drafts.unsaved.fault(), app.drafts.unsaved.missed(id).length], [null, 1]);
});

test('another photo for the same question stands for the held one', async () => {
  const { app, id } = await withUnsavedPhoto();
  roomAgain();
  const newer = await app.media.attachPhoto(id, 'photo', new Blob(['another']));
  await app.drafts.unsaved.saved(id);
  assert.deepEqual([app.drafts.get(id)?.answers.photo, app.drafts.unsaved.making(id)], [newer.sha256, []]);
});

test('a photo that Awa erases while it is held does not come back', async () => {
  const { app, id } = await withUnsavedPhoto();
  await app.drafts.setAnswer(id, 'photo', undefined);
  roomAgain();
  await app.drafts.unsaved.saved(id);
  assert.deepEqual([app.drafts.get(id)?.media.photo, app.drafts.unsaved.fault(id)], [undefined, null]);
});

test('a disk that fails otherwise is not said to be full', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  phone.refusing = true;
  await assert.rejects(app.media.attachPhoto(id, 'photo', new Blob(['big'])));
  assert.equal(app.drafts.unsaved.photoFault(id), 'failed');
  phone.refusing = false;
  await app.drafts.unsaved.saved(id);
  assert.ok(app.drafts.get(id)?.answers.photo);
});

test('a photo for a record that another window threw away is let go, and that is said', async () => {
  const { app, id } = await withUnsavedPhoto();
  roomAgain();
  await (await start()).drafts.remove(id);
  await app.drafts.unsaved.saved(id);
  assert.deepEqual(
    [app.drafts.unsaved.making(id), app.drafts.unsaved.missed(id), app.drafts.unsaved.fault()],
    [[], [], 'elsewhere'],
  );
});
