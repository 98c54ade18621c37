// "You said, we did" on the phone: each reply once, what asks first, what is said aloud.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isAside } from '../../static/pwa/src/domain/aside';
import { REPLY_DEFINITION, placeReplies } from '../../static/pwa/src/domain/place-reply';
import type { PlaceReply, RepliesSeen } from '../../static/pwa/src/domain/place-reply';
import { pictureOf, spokenParts } from '../../static/pwa/src/replies/model';

const TODAY = '2026-11-27';
const NOTHING: RepliesSeen = { seen: [], answered: {} };
const reply = (id: string, more: Partial<PlaceReply> = {}): PlaceReply => ({
  id,
  place: 'V1',
  place_label: 'Kongodougou, Le Lac',
  heard: 'La pompe est en panne.',
  deed: 'Elle est réparée.',
  day: '2026-11-20',
  ...more,
});

test('a reply that comes for several places of the phone is shown once', () => {
  assert.deepEqual(
    placeReplies([reply('a'), reply('a', { place: 'V2' })], NOTHING, TODAY).map((one) => one.id),
    ['a'],
  );
});

test('what asks comes first, then what is new, then the latest', () => {
  const rows = [
    reply('old', { day: '2026-01-01' }),
    reply('late', { day: '2026-11-26' }),
    reply('asks', { ask_on: TODAY }),
    reply('new'),
  ];
  const views = placeReplies(rows, { seen: ['old', 'late', 'asks'], answered: {} }, TODAY);
  assert.deepEqual(
    views.map((one) => one.id),
    ['asks', 'new', 'late', 'old'],
  );
});

test('nobody is asked before the agreed day, nor again once they have answered', () => {
  const asks = (of: RepliesSeen, day: string): boolean | undefined =>
    placeReplies([reply('a', { ask_on: TODAY })], of, day)[0]?.asks;
  assert.equal(asks(NOTHING, '2026-11-26'), false);
  assert.equal(asks(NOTHING, TODAY), true);
  assert.equal(asks({ seen: [], answered: { a: 'no' } }, TODAY), false);
  assert.equal(placeReplies([reply('a')], NOTHING, TODAY)[0]?.asks, false, 'a reply without a day asks nothing');
});

test('an answer is an entry of its own kind, and none of the records that are shown', () => {
  assert.ok(isAside({ instrument: REPLY_DEFINITION.name }) && isAside({ instrument: 'echo_prompt' }));
  assert.ok(!isAside({ instrument: 'besoin' }));
});

test('a recording says all of a reply; without one the phone says what was heard, then what was done', () => {
  const say = { replyHeard: 'Vous avez dit', replyDeed: 'Nous avons fait' };
  assert.equal(spokenParts(reply('a'), say).length, 2);
  assert.equal(spokenParts(reply('a', { sound: ['s', 9] }), say).length, 1);
});

test('a reply shows the picture of its subject', () => {
  const domains = [{ code: 'eau', label: { fr: 'L’eau' }, picture: 'eau' }];
  assert.equal(pictureOf(reply('a', { about: 'Pompes', domain: 'eau' }), domains), 'eau');
  assert.equal(pictureOf(reply('a', { about: 'Une école' }), domains), 'projet');
  assert.equal(pictureOf(reply('a'), domains), 'lieu');
});
