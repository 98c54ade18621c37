// Mariam spoke of something sensitive: no phone promises her a code that never answers.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { isSensitiveRecord, isSensitive, passedDoor } from '../../static/pwa/src/domain/sensitive';
import type { Definition } from '../../static/pwa/src/domain/definition';
import type { Term } from '../../static/pwa/src/domain/types';
import { statusEvent, record } from './screen-build';

const term = (code: string, sensitive?: boolean): Term => ({
  code,
  label: { fr: code },
  ...(sensitive && { sensitive }),
});
const given = (answers: unknown) => ({ definition: null, answers });
const words = { domains: [term('eau'), term('gen', true)], reasons: [term('duplicate'), term('sensitive', true)] };

test('a need is protected by its domain, a session by that of any problem, a signal by whatever its question is called', () => {
  assert.equal(isSensitiveRecord(record(), given({ domaine: 'eau', age: '25_34' }), words), false);
  assert.equal(isSensitiveRecord(record(), given({ domaine: 'gen' }), words), true);
  assert.equal(
    isSensitiveRecord(record(), given({ problemes: [{ domaine: 'eau' }, { domaine: 'gen' }] }), words),
    true,
  );
  assert.equal(
    isSensitiveRecord(record(), given({ signaux: [{ signal_domaine: 'gen', signal_texte: '…' }] }), words),
    true,
  );
  assert.equal(
    isSensitiveRecord(record(), given({ touche: ['eau', 'gen'] }), words),
    true,
    'one of several that were chosen',
  );
  assert.equal(isSensitiveRecord(record(), given({ texte: 'les gens', age: 3, point: null }), words), false);
});

interface Case {
  why: string;
  answers: unknown;
  sensitive: boolean;
}
const shared = JSON.parse(readFileSync('tests/vectors/sensitive.json', 'utf8')) as {
  codes: string[];
  answers: Case[];
  questions: Definition['questions'];
  asked: Case[];
};
const codes = new Set(shared.codes);
const form = (questions: Definition['questions']): Definition => ({
  name: 'own',
  version: '1',
  title: {},
  languages: ['fr'],
  default_language: 'fr',
  questions,
});

for (const { why, answers, sensitive } of shared.answers) {
  test(`what is sensitive at the Lab is so on the phone: ${why}`, () => {
    assert.equal(isSensitive(null, answers, codes), sensitive);
    assert.equal(isSensitive(form([]), answers, codes), sensitive, 'whatever its form asks');
  });
}

for (const { why, answers, sensitive } of shared.asked) {
  test(`a form may ask whether a record is sensitive: ${why}`, () => {
    assert.equal(isSensitive(form(shared.questions), answers, codes), sensitive);
  });
}

test('a record whose form asked has no code', () => {
  const asked = { definition: form(shared.questions), answers: { secret: 'oui' } };
  assert.equal(isSensitiveRecord(record(), asked, words), true);
});

test('what Adjoua gave to the trusted person is protected, also when it is looked at again', () => {
  const events = [
    { ...statusEvent('rejected', '2026-11-21T10:00:00Z'), reason: 'sensitive' },
    statusEvent('received', '2026-11-22T10:00:00Z'),
  ];
  assert.equal(isSensitiveRecord(record({ events: events }), given({}), words), true);
  assert.equal(
    isSensitiveRecord(
      record({ events: [{ ...statusEvent('rejected', '2026-11-21T10:00:00Z'), reason: 'duplicate' }] }),
      given({}),
      words,
    ),
    false,
  );
});

test('of what waits in quarantine nothing is told yet', () => {
  assert.equal(isSensitiveRecord(record({ state: 'quarantined' }), given({}), words), true);
});

test('a record that passed the door of an older form has no code, as the server has none for it', () => {
  const old = form([
    {
      name: 'problemes',
      type: 'select_multiple',
      choices: [
        { name: 'grave', label: {} },
        { name: 'retard', label: {} },
      ],
    },
    {
      name: 'porte',
      type: 'note',
      picture: 'porte',
      relevant: { call: 'selected', args: [{ ref: 'problemes' }, { lit: 'grave' }] },
    },
  ]);
  assert.deepEqual(
    [['grave'], ['retard']].map((problemes) => passedDoor(old, { problemes })),
    [true, false],
  );
  assert.equal(passedDoor(null, { problemes: ['grave'] }), false);
});
