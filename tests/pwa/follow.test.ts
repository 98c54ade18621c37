// Mariam asks what became of her words by the code she was given.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { followedStatuses } from '../../static/pwa/src/follow/statuses';
import { strokes } from '../../static/pwa/src/card/model';
import { codeOf } from '../../static/pwa/src/domain/spoken';
import type { CodeStatus } from '../../static/pwa/src/domain/types';
import { digitsOf, spaced, typed } from '../../static/pwa/src/follow/model';
import { statusEvent, record } from './screen-build';

const rows =
  (...all: CodeStatus[]) =>
  async () =>
    all;
const none = rows();

test('a record is found by the code that its body names, and no longer by the one of its id', async () => {
  const named = record({ id: 'a', code: '0712345613' });
  const found = await followedStatuses('0712345613', [named], none);
  assert.deepEqual(
    found.map((one) => one.id),
    ['a'],
  );
  assert.deepEqual(await followedStatuses(await codeOf('a'), [named], none), []);
});

test('a record on this very phone is found at once, even unsent', async () => {
  const mine = record({ id: 'a' });
  const [found] = await followedStatuses(await codeOf('a'), [record({ id: 'b' }), mine], () =>
    Promise.reject(new Error('the feed was asked')),
  );
  assert.deepEqual(found, { id: 'a', state: 'finished', at: new Date(mine.finishedAt).toISOString() });
});

test('of this phone’s own records the latest word counts', async () => {
  const mine = record({
    id: 'a',
    sentAt: 5,
    state: 'accepted',
    events: [statusEvent('received', '2026-11-20T10:00:00Z'), statusEvent('accepted', '2026-11-21T10:00:00Z')],
  });
  assert.deepEqual(await followedStatuses(await codeOf('a'), [mine], none), [
    { id: 'a', state: 'accepted', at: '2026-11-21T10:00:00Z' },
  ]);
  const safe = record({ id: 'a', sentAt: 5, state: 'safe', safe: true });
  assert.equal(
    (await followedStatuses(await codeOf('a'), [safe], none))[0]?.at,
    null,
    'when it became safe is not known',
  );
});

test('of a record of somebody else in the place its row is shown', async () => {
  const row = { code: '0123456789', state: 'funded', date: '2026-11-20' };
  assert.deepEqual(await followedStatuses('0123456789', [record()], rows({ ...row, code: '9' }, row)), [
    { id: null, state: 'funded', at: '2026-11-20' },
  ]);
  assert.deepEqual(await followedStatuses('0123456780', [record()], rows(row)), []);
});

test('two records with one code are both shown, and a state from a newer server is not shown as it came', async () => {
  const row = (state: string): CodeStatus => ({ code: '1', state, date: '2026-11-20' });
  assert.deepEqual(
    (await followedStatuses('1', [], rows(row('accepted'), row('<b>new</b>')))).map((one) => one.state),
    ['accepted', 'received'],
  );
});

test('digits are taken as they come, and ten are judged', async () => {
  const code = await codeOf('a');
  assert.equal(digitsOf(`${code.slice(0, 2)}-${code.slice(2, 4)} . ${code.slice(4)}99`), code);
  assert.equal(digitsOf('x'), '');
  assert.equal(typed(code), 'code');
  assert.equal(typed(code.slice(1)), 'short');
  assert.equal(typed(code.slice(0, 9) + ((Number(code[9]) + 1) % 10)), 'slip');
  assert.equal(spaced('0712345678'), '07 12 34 56 78');
  assert.equal(spaced('071'), '07 1');
});

test('each state can be drawn on the card, in ink and in its own tint', () => {
  for (const state of ['finished', 'received', 'read', 'funded', 'done', 'conflict', 'in_portfolio'] as const) {
    const drawn = strokes(state, '#000');
    assert.ok(drawn.length > 0);
    for (const stroke of drawn) {
      assert.match(stroke.path, /^[Mm]/);
      assert.match(stroke.fill, /^(#\w+)?$/);
    }
  }
});
