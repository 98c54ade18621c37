// Mariam spoke of something delicate: no phone promises her a code that never answers.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { isDelicate, isSecret, passedDoor } from '../../static/pwa/src/domain/secret';
import type { Definition } from '../../static/pwa/src/domain/definition';
import type { Term } from '../../static/pwa/src/domain/types';
import { fate, record } from './screen-build';

const term = (code: string, sensitive?: boolean): Term => ({
  code,
  label: { fr: code },
  ...(sensitive && { sensitive }),
});
const words = { domains: [term('eau'), term('gen', true)], reasons: [term('duplicate'), term('sensitive', true)] };

test('a need is protected by its domain, a session by that of any problem, a signal by whatever its question is called', () => {
  assert.equal(isSecret(record(), { domaine: 'eau', age: '25_34' }, words), false);
  assert.equal(isSecret(record(), { domaine: 'gen' }, words), true);
  assert.equal(isSecret(record(), { problemes: [{ domaine: 'eau' }, { domaine: 'gen' }] }, words), true);
  assert.equal(isSecret(record(), { signaux: [{ signal_domaine: 'gen', signal_texte: '…' }] }, words), true);
  assert.equal(isSecret(record(), { touche: ['eau', 'gen'] }, words), true, 'one of several that were chosen');
  assert.equal(isSecret(record(), { texte: 'les gens', age: 3, point: null }, words), false);
});

interface Case {
  what: string;
  answers: unknown;
  codes: string[];
  expected: boolean;
}

for (const { what, answers, codes, expected } of JSON.parse(
  readFileSync('tests/vectors/sensitive.json', 'utf8'),
) as Case[]) {
  test(`what the Lab holds for sensitive is so on the phone: ${what}`, () => {
    assert.equal(isDelicate(answers, new Set(codes)), expected);
  });
}

test('what Adjoua gave to the trusted person is protected, also when it is looked at again', () => {
  const fates = [
    { ...fate('rejected', '2026-11-21T10:00:00Z'), reason: 'sensitive' },
    fate('received', '2026-11-22T10:00:00Z'),
  ];
  assert.equal(isSecret(record({ fates }), {}, words), true);
  assert.equal(
    isSecret(record({ fates: [{ ...fate('rejected', '2026-11-21T10:00:00Z'), reason: 'duplicate' }] }), {}, words),
    false,
  );
});

test('of what waits in quarantine nothing is told yet', () => {
  assert.equal(isSecret(record({ state: 'quarantined' }), {}, words), true);
});

test('a record that passed the door of an older form has no code, as the server has none for it', () => {
  const form: Definition = {
    name: 'retour',
    version: '1',
    title: {},
    languages: ['fr'],
    default_language: 'fr',
    questions: [
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
    ],
  };
  assert.deepEqual(
    [['grave'], ['retard']].map((problemes) => passedDoor(form, { problemes })),
    [true, false],
  );
  assert.equal(passedDoor(null, { problemes: ['grave'] }), false);
});
