// Codes as people type them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { enrolRefusal } from '../../static/pwa/src/app/enrol-refusal';
import { NetError } from '../../static/pwa/src/domain/failure';
import { codeIn, enrolFault } from '../../static/pwa/src/ui/enrol-code';
import { en } from '../../static/pwa/src/i18n/en';
import { fr } from '../../static/pwa/src/i18n/fr';

test('a code is taken from a link, from a typed text, with spaces', () => {
  assert.equal(codeIn('https://echo.example/app/#enrol=AB%2DCD'), 'AB-CD');
  assert.equal(codeIn(' ab cd '), 'abcd');
  assert.equal(enrolFault({ ok: true }, fr), null);
  assert.match(enrolFault({ ok: false, reason: 'unknown-code' }, fr) || '', /Demandez-en un autre/);
});

test('a code is said to be bad only when the server has looked at it', () => {
  for (const [error, reason] of [
    [new NetError('rejected', 404, 0, 'unknown-code'), 'unknown-code'],
    [new NetError('rejected', 400, 0, 'unreadable'), 'unknown-code'],
    [new NetError('setup', 403, 0, 'misconfigured'), 'setup'],
    [new NetError('setup', 404), 'setup'],
    [new NetError('too-large', 413), 'setup'],
    [new NetError('rejected', 404, 0, 'not-found'), 'setup'],
    [new NetError('portal', 403), 'portal'],
    [new NetError('server', 502), 'server'],
    [new NetError('slow-down', 429), 'slow-down'],
    [new NetError('offline'), 'offline'],
  ] as const) {
    assert.equal(enrolRefusal(error), reason, error.message);
  }
});

test('whatever else goes wrong, Awa hears that it is not her and that her code is still good', () => {
  for (const reason of ['setup', 'server', 'portal'] as const) {
    assert.match(enrolFault({ ok: false, reason }, fr) || '', /code reste bon/);
    assert.match(enrolFault({ ok: false, reason }, en) || '', /code is still good/);
  }
  assert.match(enrolFault({ ok: false, reason: 'setup' }, fr) || '', /serveur est mal réglé. Ce n’est pas vous/);
});
