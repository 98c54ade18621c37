// What is written: blanks are no answer, and what is no text at all does not reach a record.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Answers, Definition } from '../../static/pwa/src/domain/definition';
import { faults, settle, walk } from '../../static/pwa/src/domain/form';
import { makeBody } from '../../static/pwa/src/domain/making';
import { allWellFormed, isBlank, wellFormed } from '../../static/pwa/src/domain/text';
import { lines } from '../../static/pwa/src/ui/answer-lines';
import { behindFr } from '../../static/pwa/src/i18n/behind-fr';
import { fr as first } from '../../static/pwa/src/i18n/fr';
import { awa, someone } from './engine-build';
import { besoin, draft } from './screen-build';

const fr = { ...first, ...behindFr };

interface Shared {
  blank: string[];
  read: string[];
  definition: Definition;
  cases: { title: string; answers: Answers; faults: [string, string][]; settled: Answers }[];
}

const shared = JSON.parse(readFileSync('tests/vectors/blanks.json', 'utf8')) as Shared;
const walked = (answers: Answers) =>
  walk(shared.definition, answers, { today: '2026-11-23', now: '2026-11-23T09:00:00.000+00:00', language: 'fr' });

test('blanks, line ends and signs that nobody sees say nothing; any sign that is seen says something', () => {
  assert.deepEqual(
    shared.blank.filter((text) => !isBlank(text)),
    [],
  );
  assert.deepEqual(shared.read.filter(isBlank), []);
});

for (const each of shared.cases) {
  test(`the phone judges as the server does: ${each.title}`, () => {
    const gone = walked(each.answers);
    assert.deepEqual(
      faults(each.answers, gone).map(({ field, reason }) => [field, reason]),
      each.faults,
    );
    assert.deepEqual(settle(each.answers, gone), each.settled);
  });
}

test('the review says of blanks that nothing was answered', () => {
  const answers = { histoire: '  \n' };
  const shown = lines({
    definition: shared.definition,
    walked: walked(answers),
    answers,
    language: 'fr',
    words: fr,
    projectTitle: () => undefined,
  });
  assert.equal(shown[0]?.text, '');
});

const half = (text: string): boolean => JSON.stringify(text).includes('\\ud');

test('half of an emoji becomes a sign that says so, wherever it stands; whole ones stay', () => {
  assert.equal(wellFormed('avant \ud83d apres'), 'avant \ufffd apres');
  assert.equal(wellFormed('\udca7💧\ud83d'), '\ufffd💧\ufffd');
  assert.equal(wellFormed('💧 ɔ ߊ'), '💧 ɔ ߊ');
  const chance = someone(7);
  for (let n = 0; n < 500; n++) {
    const text = Array.from({ length: 12 }, () =>
      String.fromCharCode(chance() < 0.6 ? 0xd800 + Math.floor(chance() * 0x800) : 97),
    ).join('');
    const mended = wellFormed(text);
    assert.ok(!half(mended), JSON.stringify(text));
    assert.equal(mended.length, text.length);
    assert.equal(wellFormed(mended), mended);
  }
});

test('no text of a record holds half a sign: answers, those of repeats, the reply, what was calculated', () => {
  const consent = {
    version: '1',
    language: 'fr',
    given_by: 'oral' as const,
    attribution: 'anonymous' as const,
    uses: { keep: true },
  };
  const answers = { quoi: 'route', texte: 'la piste \ud83d', autre: ['\udca7'] };
  const body = makeBody(
    draft({ answers, consent, replyTo: 'q', replyText: ' voici \udca7 ' }),
    besoin,
    awa,
    new Date(0),
  );
  assert.ok(!half(JSON.stringify(body)));
  assert.deepEqual([body.answers.texte, body.reply_to?.text], ['la piste \ufffd', 'voici \ufffd']);
  assert.deepEqual(allWellFormed({ problemes: [{ quoi: '\ud83d' }], n: 1, non: null }), {
    problemes: [{ quoi: '\ufffd' }],
    n: 1,
    non: null,
  });
});
