// Codes as people type them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { codeIn, enrolFault } from '../../static/pwa/src/enrol/model';
import { fr } from '../../static/pwa/src/i18n/fr';

test('a code is taken from a link, from a typed text, with spaces', () => {
  assert.equal(codeIn('https://echo.example/app/#enrol=AB%2DCD'), 'AB-CD');
  assert.equal(codeIn(' ab cd '), 'abcd');
  assert.equal(enrolFault({ ok: true }, fr), null);
  assert.match(enrolFault({ ok: false, reason: 'unknown-code' }, fr) || '', /Demandez-en un autre/);
});
