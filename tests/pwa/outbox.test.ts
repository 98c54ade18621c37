// What leaves Awa's phone, what an answer changes there, and why an entry stays.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordViews } from '../../static/pwa/src/domain/receipt';
import type { OpenedEntry, Outcome, RecordTimeline } from '../../static/pwa/src/domain/types';
import {
  applyAnswer,
  backOff,
  larger,
  mediaToSend,
  nextBatch,
  reasonsToStay,
  sizeOf,
  smaller,
} from '../../static/pwa/src/sync/outbox';
import type { Ack } from '../../static/pwa/src/sync/ports';
import { finishedNeed as need, someone } from './engine-build';

const answerOf = (acks: Ack[], more: object = {}) => ({ acks, safe: 0, newEpoch: false, at: 99, ...more });
const ack = (id: string, position?: number, outcome: Outcome = 'stored', rev = 1): Ack => ({
  id,
  rev,
  outcome,
  position,
});

test('the oldest goes first, and one that is too big for the batch still goes', () => {
  const all = [need(3), need(1, { body: 'x'.repeat(9000) }), need(2)];
  assert.deepEqual(
    nextBatch(all, 100).map((one) => one.id),
    ['r1'],
  );
  assert.deepEqual(
    nextBatch(all, 1e6).map((one) => one.id),
    ['r1', 'r2', 'r3'],
  );
  assert.deepEqual(nextBatch([need(1, { sentAt: 5 })], 1e6), []);
});

test('a batch never holds more bytes than its limit, however many accents and quotes Mariam’s words have', () => {
  const all = Array.from({ length: 40 }, (_, n) =>
    need(n, { body: JSON.stringify({ answers: { texte: '« L’eau »\n"é"'.repeat(n) } }) }),
  );
  for (const limit of [500, 3000, 20000]) {
    const batch = nextBatch(all, limit);
    const wire = new TextEncoder().encode(
      JSON.stringify(batch.map(({ id, rev, digest, body }) => ({ id, rev, digest, body }))),
    ).length;
    assert.ok(batch.length === 1 || wire <= limit, `${wire} in ${limit}`);
  }
  assert.ok(sizeOf('"é"') > 8);
});

test('one that the server cannot read at all does not hold up the others', () => {
  assert.deepEqual(
    nextBatch([need(1), need(2)], 100, new Set(['r1 1'])).map((one) => one.id),
    ['r2'],
  );
});

test('an answer marks only the entry it was for', () => {
  const all = [need(1), need(2)];
  const { changed } = applyAnswer(all, all, answerOf([ack('r1', 7), ack('someone else', 8)]));
  assert.deepEqual(
    changed.map((one) => [one.id, one.sentAt, one.position]),
    [['r1', 99, 7]],
  );
});

test('a record is safe only once the backup has passed its place', () => {
  const all = [need(1, { sentAt: 1, position: 5 }), need(2, { sentAt: 1, position: 6 })];
  const { changed } = applyAnswer(all, [], answerOf([], { safe: 5 }));
  assert.deepEqual(
    changed.map((one) => [one.id, one.safe]),
    [['r1', true]],
  );
});

test('after a restore of the server everything still held is offered again', () => {
  const all = [need(1, { sentAt: 1, position: 5, safe: true }), need(2)];
  const { changed } = applyAnswer(all, [], answerOf([], { newEpoch: true, safe: 9 }));
  assert.deepEqual(
    changed.map((one) => [one.id, one.sentAt, one.safe]),
    [['r1', null, false]],
  );
});

test('what the restored server acknowledged in the same breath counts as sent', () => {
  const all = [need(1, { sentAt: 1, position: 5 }), need(2)];
  const { changed } = applyAnswer(all, [all[1] as OpenedEntry], answerOf([ack('r2', 1)], { newEpoch: true }));
  assert.deepEqual(
    changed.map((one) => [one.id, one.sentAt]),
    [
      ['r1', null],
      ['r2', 99],
    ],
  );
});

test('an erased record leaves the phone with all its revisions, whoever says so', () => {
  const all = [need(1), need(1, { rev: 2 }), need(2)];
  assert.deepEqual(applyAnswer(all, [all[1] as OpenedEntry], answerOf([ack('r1', undefined, 'erased', 2)])).erased, [
    ['r1', 1],
    ['r1', 2],
  ]);
  assert.deepEqual(applyAnswer(all, [], answerOf([], { erased: ['r2'] })).erased, [['r2', 1]]);
});

test('whatever the server answers, an entry of Awa’s only leaves the outbox when it was erased', () => {
  const chance = someone(7);
  const outcomes: Outcome[] = ['stored', 'known', 'quarantined', 'conflict'];
  for (let run = 0; run < 300; run++) {
    let all = Array.from({ length: 1 + Math.floor(chance() * 6) }, (_, n) => need(n));
    for (let step = 0; step < 8; step++) {
      const batch = nextBatch(all, chance() * 1500);
      const acks = batch
        .slice(0, Math.ceil(chance() * batch.length))
        .map((one) => ack(one.id, Math.ceil(chance() * 9), outcomes[Math.floor(chance() * 4)]));
      if (chance() < 0.2) acks.reverse();
      const { changed, erased } = applyAnswer(
        all,
        batch,
        answerOf(acks, { newEpoch: chance() < 0.1, safe: Math.floor(chance() * 9) }),
      );
      const count = all.length;
      all = all.map((one) => changed.find((other) => other.id === one.id && other.rev === one.rev) ?? one);
      assert.deepEqual([all.length, erased.length], [count, 0]);
      assert.ok(
        all.every((one) => !one.safe || one.sentAt !== null),
        'nothing is safe that was not sent',
      );
      assert.ok(
        all.every((one) => one.sentAt === null || one.position !== null),
        'nothing is sent without an answer',
      );
    }
  }
});

test('batches grow fast on a quick line and slowly on a slow one, shrink fast, and never below one entry', () => {
  const [limit, full] = [64 * 1024, [need(1, { body: 'x'.repeat(60000) })]];
  assert.equal(larger(limit, full, 300), 2 * limit);
  const slow = larger(limit, full, 20000);
  assert.ok(slow > limit && slow < 2 * limit);
  assert.ok(larger(800 * 1024, [need(1, { body: 'x'.repeat(700000) })], 300) < 1e6, 'never more than the server takes');
  assert.equal(larger(limit, [need(1)], 300), limit, 'a small batch says nothing');
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
  const heads = [
    { sha256: 'p', type: 'image/jpeg', size: 1, sentAt: null },
    { sha256: 'v', type: 'audio/webm', size: 9, sentAt: null },
    { sha256: 'w', type: 'audio/webm', size: 2, sentAt: null },
    { sha256: 'of a draft', type: 'audio/webm', size: 2, sentAt: null },
  ];
  assert.deepEqual(
    mediaToSend([need(1, { sentAt: 1, media })], heads).map((one) => one.sha256),
    ['w', 'v', 'p'],
  );
  assert.deepEqual(mediaToSend([need(1, { media })], heads), []);
});

const timeline = (state: string, at = '', rev = 1): RecordTimeline => ({
  id: 'r1',
  rev,
  state,
  events: [{ id: 'd', state, at, rev, message: 'Où ?' }],
});

test('what the Lab asked about revision 1 is answered once revision 2 is on its way', () => {
  const timelines = new Map([['r1', timeline('needs_correction')]]);
  const [asked] = recordViews([need(1, { sentAt: 1, outcome: 'stored' })], timelines, new Set());
  assert.equal(asked?.question?.message, 'Où ?');
  const [answered] = recordViews([need(1, { sentAt: 1 }), need(1, { rev: 2 })], timelines, new Set());
  assert.deepEqual([answered?.state, answered?.needsCorrection], ['finished', false]);
});

test('what was set aside at the Lab is to be corrected until a newer revision is judged', () => {
  const quarantined = need(1, { sentAt: 1, outcome: 'quarantined', faults: [{ field: 'texte', reason: 'required' }] });
  assert.deepEqual(recordViews([quarantined], new Map(), new Set())[0]?.state, 'quarantined');
  const fixed = need(1, { rev: 2, sentAt: 2, outcome: 'stored' });
  assert.deepEqual(
    recordViews([quarantined, fixed], new Map([['r1', timeline('accepted', '', 2)]]), new Set())[0]?.state,
    'accepted',
  );
});

test('an entry stays as long as it has a reason: unsent, not yet safe, its photo still here, its receipt open', () => {
  const now = Date.parse('2026-11-23');
  const about = {
    latestRev: 1,
    timeline: undefined as RecordTimeline | undefined,
    unsentMedia: new Set<string>(),
    now,
  };
  assert.deepEqual(reasonsToStay(need(1), about), ['unsent', 'not-safe', 'receipt']);
  const safe = need(1, {
    sentAt: 1,
    position: 1,
    safe: true,
    media: [{ sha256: 'a', type: 'image/jpeg', bytes: 1, question: 'photo' }],
  });
  assert.deepEqual(reasonsToStay(safe, about), ['receipt']);
  assert.deepEqual(reasonsToStay(safe, { ...about, timeline: timeline('needs_correction', '2020-01-01') }), [
    'receipt',
  ]);
  assert.deepEqual(reasonsToStay(safe, { ...about, timeline: timeline('accepted', '2026-11-01') }), ['receipt']);
  assert.deepEqual(reasonsToStay(safe, { ...about, timeline: timeline('accepted', '2026-01-01') }), []);
  assert.deepEqual(reasonsToStay(safe, { ...about, latestRev: 2 }), []);
  assert.deepEqual(reasonsToStay(safe, { ...about, latestRev: 2, unsentMedia: new Set(['a']) }), ['media']);
});
