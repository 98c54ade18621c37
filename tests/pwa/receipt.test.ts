// What became of a record.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { asFilter, listed, more, PAGE } from '../../static/pwa/src/outbox/model';
import { timeline } from '../../static/pwa/src/record/model';
import { stateOf } from '../../static/pwa/src/domain/receipt';
import type { OpenedEntry, RecordTimeline } from '../../static/pwa/src/domain/types';
import { isState } from '../../static/pwa/src/ui/state';
import { NOW, statusEvent, record } from './screen-build';

test('the receipt shows what the phone did first, whatever the clocks say, then what the Lab did', () => {
  const links = timeline(
    record({
      sentAt: Date.parse('2026-11-21T09:00:00Z'),
      safe: true,
      state: 'accepted',
      events: [
        statusEvent('accepted', '2026-11-19T10:00:00Z'),
        statusEvent('received', '2026-11-19T09:00:00Z'),
        statusEvent('from-the-future', NOW),
      ],
    }),
    isState,
    true,
  );
  const [past, later] = [links.filter((link) => link.past), links.filter((link) => !link.past)];
  assert.deepEqual(
    past.map((link) => link.state),
    ['finished', 'sent', 'safe', 'received', 'accepted'],
  );
  assert.deepEqual(
    later.map((link) => link.state),
    ['in_portfolio', 'funded', 'done'],
  );
});

test('the receipt of an unsent record says what comes next', () => {
  const [first, ...later] = timeline(record(), isState, true);
  assert.deepEqual([first?.state, first?.past], ['finished', true]);
  assert.deepEqual(
    later.map((link) => link.state),
    ['sent', 'safe', 'read', 'accepted', 'in_portfolio', 'funded', 'done'],
  );
  assert.ok(later.every((link) => !link.past && link.at === null));
});

const later = (change: Parameters<typeof record>[0], need = true) =>
  timeline(record({ sentAt: 1, safe: true, ...change }), isState, need)
    .filter((link) => !link.past)
    .map((link) => link.state);

test('what comes next begins where the record is, and ends where its way does', () => {
  assert.deepEqual(later({ state: 'in_review' }), ['accepted', 'in_portfolio', 'funded', 'done']);
  assert.deepEqual(later({ state: 'needs_correction' }), ['accepted', 'in_portfolio', 'funded', 'done']);
  assert.deepEqual(later({ state: 'funded' }), ['done']);
  assert.deepEqual(later({ state: 'done' }), []);
  assert.deepEqual(later({ state: 'rejected' }), []);
  assert.deepEqual(later({ state: 'safe' }, false), ['read', 'accepted'], 'only needs go into the portfolio');
});

test('a state that this app does not know leaves the last one that it does', () => {
  const entry = { sentAt: 1, rev: 1, safe: true, outcome: 'stored' } as OpenedEntry;
  const published = (...states: string[]): RecordTimeline => ({
    id: 'r',
    rev: 1,
    state: states[states.length - 1] as string,
    events: states.map((state) => statusEvent(state, NOW)),
  });
  assert.equal(stateOf(entry, published('received', 'accepted', 'sung_about')), 'accepted');
  assert.equal(stateOf(entry, published('received', 'sung_about')), 'safe');
  assert.equal(stateOf(entry, published('received', 'accepted', 'in_portfolio', 'funded', 'done')), 'done');
});

test('a thousand records are listed thirty at a time', () => {
  const all = Array.from({ length: 1000 }, (_, n) => record({ id: String(n), sentAt: n % 2 ? 1 : null }));
  assert.equal(listed(all, 'here').length, 500);
  assert.equal(more(500, PAGE), PAGE);
  assert.equal(more(40, PAGE), 10);
  assert.equal(asFilter('nonsense'), 'all');
});
