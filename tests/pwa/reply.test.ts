// An answer to the Lab's question says something, or it cannot be sent.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { saysNothing } from '../../static/pwa/src/ui/reply';
import { draft, walked } from './screen-build';

const before = { answers: { quoi: 'eau', combien: 12 }, place: 'P' };
const reply = (answers: Parameters<typeof walked>[0], change = {}): boolean =>
  saysNothing(draft({ replyTo: 'q1', ...change }), answers, walked(answers), before);

test('an answer without a word and without a change says nothing, blanks are no word', () => {
  assert.ok(reply({ combien: 12, quoi: 'eau' }));
  assert.ok(reply({ quoi: 'eau', combien: 12 }, { replyText: ' \n ' }));
  assert.ok(reply({ quoi: 'eau', combien: 12 }, { replyText: '\u200e\u2800' }), 'signs that nobody sees');
});

test('a word, another answer, a voice, an answer taken away or another place say something', () => {
  assert.ok(!reply(before.answers, { replyText: 'Douze.' }));
  assert.ok(!reply({ quoi: 'eau', combien: 13 }));
  assert.ok(!reply({ ...before.answers, voix: 'a'.repeat(64) }));
  assert.ok(!reply({ quoi: 'eau' }));
  assert.ok(!reply(before.answers, { place: 'Q' }));
});

test('a record that answers no question needs no reply', () => {
  assert.ok(!reply(before.answers, { replyTo: null }));
});
