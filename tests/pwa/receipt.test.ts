// What became of a record.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { asFilter, listed, more, PAGE } from '../../static/pwa/src/outbox/model';
import { chain } from '../../static/pwa/src/record/model';
import { isState } from '../../static/pwa/src/ui/state';
import { NOW, fate, record } from './screen-build';

test('the receipt shows what the phone did first, whatever the clocks say, then what the Lab did', () => {
  const links = chain(record({ sentAt: Date.parse('2026-11-21T09:00:00Z'), safe: true, state: 'accepted', fates: [fate('accepted', '2026-11-19T10:00:00Z'), fate('received', '2026-11-19T09:00:00Z'), fate('from-the-future', NOW)] }), isState);
  assert.deepEqual(links.map((link) => link.state), ['finished', 'sent', 'safe', 'received', 'accepted']);
  assert.ok(links.every((link) => link.past));
});

test('the receipt of an unsent record says what comes next', () => {
  assert.deepEqual(chain(record(), isState).map((link) => [link.state, link.past]), [['finished', true], ['sent', false], ['safe', false]]);
});

test('a thousand records are listed thirty at a time', () => {
  const all = Array.from({ length: 1000 }, (_, n) => record({ id: String(n), sentAt: n % 2 ? 1 : null }));
  assert.equal(listed(all, 'here').length, 500);
  assert.equal(more(500, PAGE), PAGE);
  assert.equal(more(40, PAGE), 10);
  assert.equal(asFilter('nonsense'), 'all');
});
