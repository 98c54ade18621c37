// What leaves Awa's phone, and what an answer changes there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordViews } from '../../static/pwa/src/domain/receipt';
import type { Kept, RecordFate } from '../../static/pwa/src/domain/types';
import { applyAnswer, backOff, larger, mediaToSend, nextBatch, smaller } from '../../static/pwa/src/sync/outbox';

const need = (n: number, more: Partial<Kept> = {}): Kept => ({
  id: `r${n}`, rev: 1, digest: `d${n}`, body: '{}', finishedAt: n, instrument: 'besoin', place: 'V1', summary: '',
  sentAt: null, position: null, safe: false, outcome: null, faults: [], media: [], ...more,
});
const told = (acks: object[], more: object = {}) => ({ acks: acks as never, safe: 0, newEpoch: false, at: 99, ...more });

test('the oldest goes first, and one that is too big for the batch still goes', () => {
  const all = [need(3), need(1, { body: 'x'.repeat(9000) }), need(2)];
  assert.deepEqual(nextBatch(all, 100).map((one) => one.id), ['r1']);
  assert.deepEqual(nextBatch(all, 1e6).map((one) => one.id), ['r1', 'r2', 'r3']);
  assert.deepEqual(nextBatch([need(1, { sentAt: 5 })], 1e6), []);
});

test('an answer marks only the entry it was for', () => {
  const all = [need(1), need(2)];
  const { changed } = applyAnswer(all, all, told([
    { id: 'r1', rev: 1, outcome: 'stored', position: 7 },
    { id: 'someone else', rev: 1, outcome: 'stored', position: 8 },
  ]));
  assert.deepEqual(changed.map((one) => [one.id, one.sentAt, one.position]), [['r1', 99, 7]]);
});

test('a record is safe only once the backup has passed its place', () => {
  const all = [need(1, { sentAt: 1, position: 5 }), need(2, { sentAt: 1, position: 6 })];
  const { changed } = applyAnswer(all, [], told([], { safe: 5 }));
  assert.deepEqual(changed.map((one) => [one.id, one.safe]), [['r1', true]]);
});

test('after a restore of the server everything still held is offered again', () => {
  const all = [need(1, { sentAt: 1, position: 5, safe: true }), need(2)];
  const { changed } = applyAnswer(all, [], told([], { newEpoch: true }));
  assert.deepEqual(nextBatch(changed, 1e6).map((one) => one.id), ['r1', 'r2']);
  assert.ok(changed.every((one) => !one.safe));
});

test('an erased record leaves the phone with its revisions and the photo that nothing else shows', () => {
  const photo = (sha256: string) => [{ sha256, type: 'image/jpeg', bytes: 1, question: 'photo' }];
  const all = [need(1, { media: photo('a') }), need(1, { rev: 2, media: photo('b') }), need(2, { media: photo('b') })];
  const result = applyAnswer(all, [all[1] as Kept], told([{ id: 'r1', rev: 2, outcome: 'erased' }]));
  assert.deepEqual(result.erased, [['r1', 1], ['r1', 2]]);
  assert.deepEqual(result.forgottenMedia, ['a']);
});

test('batches grow slowly, shrink fast, and never below one entry', () => {
  assert.ok(larger(64 * 1024) > 64 * 1024 && larger(1e9) < 1e6);
  assert.equal(smaller(smaller(16384)), 4096);
  assert.equal(smaller(4096), 4096);
});

test('waiting doubles up to ten minutes, is spread by chance, and listens to Retry-After', () => {
  assert.ok(backOff(1, 0) >= 1000 && backOff(1, 1) <= 2000);
  assert.equal(backOff(100, 1), 600000);
  assert.equal(backOff(1, 0, 3600), 3600000);
});

test('voice goes before photo, small before large, and nothing before its record', () => {
  const media = ['p', 'v', 'w'].map((sha256) => ({ sha256, type: '', bytes: 1, question: 'q' }));
  const held = [
    { sha256: 'p', type: 'image/jpeg', size: 1, sentAt: null },
    { sha256: 'v', type: 'audio/webm', size: 9, sentAt: null },
    { sha256: 'w', type: 'audio/webm', size: 2, sentAt: null },
  ];
  assert.deepEqual(mediaToSend([need(1, { sentAt: 1, media })], held), ['w', 'v', 'p']);
  assert.deepEqual(mediaToSend([need(1, { media })], held), []);
});

test('what the Lab asked about revision 1 is answered once revision 2 is on its way', () => {
  const fate: RecordFate = {
    id: 'r1', rev: 1, state: 'needs_correction', events: [{ id: 'd', state: 'needs_correction', at: '', rev: 1, message: 'Où ?' }],
  };
  const fates = new Map([['r1', fate]]);
  const [asked] = recordViews([need(1, { sentAt: 1, outcome: 'stored' })], fates, new Set());
  assert.equal(asked?.question?.message, 'Où ?');
  const [answered] = recordViews([need(1, { sentAt: 1 }), need(1, { rev: 2 })], fates, new Set());
  assert.deepEqual([answered?.state, answered?.needsCorrection], ['finished', false]);
});
