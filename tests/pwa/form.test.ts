// Walking through an instrument: the forms that phone and server share, and what only a screen needs.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import type { Answers, Definition, Node, Translations } from '../../static/pwa/src/domain/definition';
import { eachNode, fault, faults, interpolate, say, settle, walk } from '../../static/pwa/src/domain/form';
import type { AskedNode } from '../../static/pwa/src/domain/form';
import { screens } from '../../static/pwa/src/domain/screens';

interface Case {
  title: string;
  today: string;
  answers: Answers;
  asked: string[];
  /** Names on each screen, the group's first when it is one. */
  screens: string[][];
  faults: { field: string; reason: string }[];
  settled: Answers | null;
  /** The question that opened the danger door. */
  door?: string | null;
}

interface Shared {
  language: string;
  now: string;
  definition: Definition;
  labels: { question: string; of: 'label' | 'constraint_message'; answers: Answers; fr: string; en: string }[];
  cases: Case[];
}

const read = (name: string): Shared => JSON.parse(readFileSync(`tests/vectors/${name}.json`, 'utf8')) as Shared;
const shared = read('forms');
const { definition } = shared;

const at = (answers: Answers, today = '2026-11-23', language = 'fr') =>
  walk(definition, answers, { today, now: shared.now, language });

function asked(key: string, answers: Answers): AskedNode {
  return at(answers).nodes.find((each) => each.key === key) as AskedNode;
}

function node(name: string): Node {
  let found: Node | undefined;
  eachNode(definition.questions, (each) => {
    if (each.name === name) found = each;
  });
  return found as Node;
}

const whole = (shared.cases.find((each) => each.title.startsWith('everything')) as Case).answers;

for (const { definition, now, language, cases } of [shared, read('assembly'), read('door')])
  for (const each of cases) {
    test(`the phone judges as the server does: ${each.title}`, () => {
      const walked = walk(definition, each.answers, { today: each.today, now, language });
      assert.deepEqual(
        walked.nodes.map((asked) => asked.key),
        each.asked,
      );
      assert.deepEqual(
        screens(walked).map(({ group, nodes }) => (group ? [group, ...nodes] : nodes).map((asked) => asked.key)),
        each.screens,
      );
      assert.deepEqual(
        faults(each.answers, walked).map(({ field, reason }) => ({ field, reason })),
        each.faults,
      );
      if (each.door !== undefined) assert.equal(walked.door?.name ?? null, each.door);
      if (each.settled) assert.deepEqual(settle(each.answers, walked), each.settled);
    });
  }

test('what is kept at the end changes nothing when it is settled again', () => {
  for (const each of shared.cases) {
    const once = settle(each.answers, at(each.answers, each.today));
    assert.deepEqual(settle(once, at(once, each.today)), once, each.title);
  }
});

test('Awa is told in the words of the instrument', () => {
  const answers: Answers = { ...whole, age: 'enfant' };
  assert.deepEqual(fault(asked('age', answers), answers), {
    field: 'age',
    reason: 'constraint',
    message: { fr: "Un adulte, s'il vous plaît.", en: 'An adult, please.' },
  });
  assert.equal(fault(asked('age', whole), whole), undefined);
});

test('a label says the answers that it names, in the language on the screen', () => {
  for (const each of shared.labels) {
    const texts = node(each.question)[each.of] as Translations;
    for (const language of ['fr', 'en'] as const) {
      const { values } = at(each.answers, '2026-11-23', language);
      assert.equal(interpolate(definition, texts, values, language), each[language]);
    }
  }
});

test('a language that is missing falls back', () => {
  assert.equal(say({ fr: 'Oui' }, 'en'), 'Oui');
  assert.equal(say({ dyu: 'Awo' }, 'en'), 'Awo');
  assert.equal(say(undefined, 'en'), '');
});

test('odd names in a form are only names', () => {
  const odd: Definition = {
    ...definition,
    questions: [
      { name: 'toString', type: 'text', label: { fr: '?' }, required: true },
      { name: 'constructor', type: 'text', label: { fr: '${toString}' }, relevant: { ref: 'toString' } },
    ],
  };
  const walked = walk(odd, {}, { today: '2026-11-23', now: '', language: 'fr' });
  assert.deepEqual(faults({}, walked), [{ field: 'toString', reason: 'required' }]);
  assert.deepEqual(settle({}, walked), {});
  assert.equal(interpolate(odd, odd.questions[1]?.label, walked.values, 'fr'), '');
});
