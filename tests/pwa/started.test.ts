// A form that was opened and left without a word is no draft.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isStarted } from '../../static/pwa/src/domain/started';
import type { Definition } from '../../static/pwa/src/domain/definition';
import { besoin, draft } from './screen-build';

const filled: Definition = {
  ...besoin,
  questions: [
    { name: 'combien', type: 'integer', label: { fr: 'Combien ?' }, default: 1 },
    { name: 'jour', type: 'date', label: { fr: 'Quand ?' }, dynamic_default: { call: 'today', args: [] } },
    { name: 'deux', type: 'calculate', label: {}, calculation: { lit: 2 } },
  ],
};

test('who only opened a form, or only said where, has no draft', () => {
  assert.ok(!isStarted(draft(), besoin));
  assert.ok(!isStarted(draft({ place: 'Q' }), besoin));
});

test('what a form fills in by itself is nobody’s word', () => {
  assert.ok(!isStarted(draft({ answers: { combien: 1, jour: '2026-11-23', deux: 2 } }), filled));
  assert.ok(isStarted(draft({ answers: { combien: 3 } }), filled));
});

test('an answer, a correction, a reply or a photo make it one, and so does a form that is not here', () => {
  assert.ok(isStarted(draft({ answers: { quoi: 'eau' } }), besoin));
  assert.ok(isStarted(draft({ rev: 2 }), besoin));
  assert.ok(isStarted(draft({ replyText: 'Oui.' }), besoin));
  assert.ok(
    isStarted(draft({ media: { photo: { sha256: 'a', type: 'image/jpeg', bytes: 1, question: 'photo' } } }), besoin),
  );
  assert.ok(isStarted(draft(), null));
});
