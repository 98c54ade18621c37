// Answers in words.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { behindFr } from '../../static/pwa/src/i18n/behind-fr';
import { fr as first } from '../../static/pwa/src/i18n/fr';
import { lines } from '../../static/pwa/src/ui/answer-lines';
import { besoin, walked } from './screen-build';

const fr = { ...first, ...behindFr };

test('the review tells each answer in words, and a group as one', () => {
  const answers = { quoi: 'eau', combien: 12, texte: 'La pompe.' };
  const shown = lines({
    definition: besoin,
    walked: walked(answers),
    answers,
    language: 'fr',
    words: fr,
    projectTitle: () => undefined,
  });
  assert.deepEqual(
    shown.map((line) => [line.label, line.text, line.picture]),
    [
      ['Quoi\u00a0?', 'L’eau', 'eau'],
      ['Combien\u00a0?', '12', undefined],
      ['Racontez.', 'La pompe.', undefined],
    ],
  );
  const nothing = lines({
    definition: besoin,
    walked: walked({}),
    answers: {},
    language: 'fr',
    words: fr,
    projectTitle: () => undefined,
  });
  assert.deepEqual(
    nothing.map((line) => [line.name, line.text]),
    [
      ['quoi', ''],
      ['voix', ''],
    ],
  );
});
