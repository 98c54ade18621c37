// A voice while it is spoken: stored second by second, through a kill, and on a phone that is full.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { CaptureError } from '../../static/pwa/src/domain/failure';
import { enrolled, kill, need, phone, start } from './phone-build';

test('a voice is stored second by second; cut off by a kill, it is the answer when the phone is back', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  await app.media.startVoice(id, 'voix');
  for (const second of [[1, 2], [3], [4, 5, 6]]) await phone.speak(second);
  kill();
  const again = await start();
  const draft = again.drafts.get(id);
  assert.deepEqual([draft?.media.voix?.bytes, draft?.media.voix?.type], [6, 'audio/webm']);
  assert.equal(
    draft?.answers.voix,
    createHash('sha256')
      .update(Uint8Array.of(1, 2, 3, 4, 5, 6))
      .digest('hex'),
  );
  kill();
  assert.equal((await start()).drafts.get(id)?.media.voix?.bytes, 6, 'mended once, not twice');
});

test('a second tab does not take a voice that is still being spoken for one that was cut off', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const recording = await app.media.startVoice(id, 'voix');
  await phone.speak([1, 2]);
  await start();
  await phone.speak([3]);
  assert.equal((await recording.stop()).bytes, 3);
  assert.equal(app.drafts.get(id)?.media.voix?.bytes, 3);
});

test('a long voice does not give way to the second that was cut off when Awa began anew', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const recording = await app.media.startVoice(id, 'voix');
  await phone.speak([1, 2, 3, 4]);
  await recording.stop();
  await app.media.startVoice(id, 'voix');
  await phone.speak([9]);
  kill();
  assert.equal((await start()).drafts.get(id)?.media.voix?.bytes, 4);
});

test('a voice that was cancelled, or in which nothing was heard, leaves nothing', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const recording = await app.media.startVoice(id, 'voix');
  await phone.speak([1]);
  await recording.cancel();
  await assert.rejects(
    (await app.media.startVoice(id, 'voix')).stop(),
    (error: CaptureError) => error.code === 'too-short',
  );
  kill();
  assert.equal((await start()).drafts.get(id)?.answers.voix, undefined);
});

test('a voice that was cut off on a full phone keeps nobody out of their place, and is there when there is room', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  await app.media.startVoice(id, 'voix');
  await phone.speak([1, 2, 3]);
  kill();
  phone.full = true;
  const again = await start();
  assert.equal(again.drafts.get(id)?.media.voix, undefined);
  kill();
  phone.full = false;
  assert.equal((await start()).drafts.get(id)?.media.voix?.bytes, 3);
});

test('a voice for which there was no room goes with the record when it is finished, or the record is not', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const recording = await app.media.startVoice(id, 'voix');
  await phone.speak([1, 2, 3]);
  phone.full = true;
  await assert.rejects(recording.stop(), (error: CaptureError) => error.code === 'no-space');
  await assert.rejects(app.drafts.finish(id), (error: CaptureError) => error.code === 'no-space');
  phone.full = false;
  await app.drafts.finish(id);
  assert.equal((await app.records.answersOf(id))?.media.length, 1);
});

test('said anew after one that could not be kept, the new one counts, also after a kill', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const first = await app.media.startVoice(id, 'voix');
  await phone.speak([1, 2, 3, 4, 5]);
  phone.full = true;
  await assert.rejects(first.stop());
  phone.full = false;
  const second = await app.media.startVoice(id, 'voix');
  await phone.speak([9]);
  await second.stop();
  kill();
  assert.equal((await start()).drafts.get(id)?.media.voix?.bytes, 1);
});

for (const why of ['interrupted', 'muted', 'no-bytes'] as const) {
  test(`a voice that ends by itself (${why}) tells why and how much is kept, and what was said is the answer`, async () => {
    const app = await enrolled();
    const id = await need(app, 'x');
    const recording = await app.media.startVoice(id, 'voix');
    for (const second of [1, 2, 3]) await phone.speak([second]);
    phone.hangUp(why);
    assert.equal(await recording.ended, why);
    const { seconds, why: ending, bytes } = await recording.stop();
    assert.deepEqual([seconds, ending, bytes, app.drafts.get(id)?.media.voix?.bytes], [3, why, 3, 3]);
    const again = await app.media.startVoice(id, 'voix');
    await phone.speak([4]);
    await again.stop();
    assert.equal(app.drafts.get(id)?.media.voix?.bytes, 1, 'one can speak again');
  });
}

test('a voice whose next second the storage refuses ends, tells the true cause, and keeps what came before', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  for (const [full, cause] of [
    [true, 'no-space'],
    [false, 'not-kept'],
  ] as const) {
    const recording = await app.media.startVoice(id, 'voix');
    await phone.speak([1, 2]);
    phone[full ? 'full' : 'refusing'] = true;
    await phone.speak([3]);
    phone.full = phone.refusing = false;
    assert.equal(await recording.ended, cause);
    const { seconds, why, bytes } = await recording.stop();
    assert.deepEqual([seconds, why, bytes], [1, cause, 2]);
  }
});

test('words that cannot become the answer yet are told by their length, and stay', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const recording = await app.media.startVoice(id, 'voix');
  await phone.speak([1, 2]);
  phone.refusing = true;
  await assert.rejects(recording.stop(), (error: CaptureError) => error.code === 'not-kept' && error.seconds === 1);
  phone.refusing = false;
  assert.deepEqual(
    app.drafts.unsaved.missed(id).map(({ kind, joins }) => [kind, joins]),
    [['voice', true]],
    'said to come, not to be lost',
  );
  phone.fails = (stores) => (stores.includes('entries') ? new DOMException('given up', 'AbortError') : null);
  await assert.rejects(app.drafts.finish(id));
  assert.deepEqual(
    [app.drafts.unsaved.missed(id), app.drafts.get(id)?.media.voix?.bytes],
    [[], 2],
    'it is in the draft now',
  );
  phone.fails = () => null;
  await app.drafts.finish(id);
  assert.equal((await app.records.answersOf(id))?.media.length, 1);
});

test('nothing but silence, or a slip of the finger, does not take the place of what Awa said before', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  const first = await app.media.startVoice(id, 'voix');
  await phone.speak([1, 2, 3]);
  await first.stop();
  await assert.rejects(
    (await app.media.startVoice(id, 'voix')).stop(),
    (error: CaptureError) => error.code === 'too-short',
  );
  phone.mute = true;
  const silent = await app.media.startVoice(id, 'voix');
  await phone.speak([0]);
  await assert.rejects(silent.stop(), (error: CaptureError) => error.code === 'no-sound');
  kill();
  assert.equal((await start()).drafts.get(id)?.media.voix?.bytes, 3);
});

test('ten minutes are counted by no clock that can be set', async () => {
  const app = await enrolled();
  const id = await need(app, 'x');
  for (const jump of [15 * 60_000, -3600_000]) {
    const recording = await app.media.startVoice(id, 'voix');
    await phone.speak([1]);
    phone.time += jump;
    await new Promise((resolve) => setTimeout(resolve, 250)); // two looks
    assert.equal(recording.seconds.value, 1);
    phone.elapsed += 601_000;
    assert.equal(await recording.ended, 'longest');
    assert.equal((await recording.stop()).seconds, 1, 'what is told is what was kept');
  }
});
