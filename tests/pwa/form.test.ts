// Walking through an instrument: the forms that phone and server share, and what only a screen needs.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import type { Answers, Definition, Node, Texts } from '../../static/pwa/src/domain/definition';
import {
  eachNode,
  fault,
  faults,
  interpolate,
  neighbour,
  progress,
  say,
  screens,
  settle,
  walk,
} from '../../static/pwa/src/domain/form';

interface Case {
  title: string;
  today: string;
  answers: Answers;
  asked: string[];
  /** Names on each screen, the group's first when it is one. */
  screens: string[][];
  faults: { field: string; reason: string }[];
  settled: Answers | null;
}

interface Shared {
  language: string;
  now: string;
  definition: Definition;
  labels: { question: string; of: 'label' | 'constraint_message'; answers: Answers; fr: string; en: string }[];
  cases: Case[];
}

const shared = JSON.parse(readFileSync('tests/vectors/forms.json', 'utf8')) as Shared;
const { definition } = shared;

const at = (answers: Answers, today = '2026-11-23', language = 'fr') =>
  walk(definition, answers, { today, now: shared.now, language });

function node(name: string): Node {
  let found: Node | undefined;
  eachNode(definition.questions, (each) => {
    if (each.name === name) found = each;
  });
  return found as Node;
}

const whole = (shared.cases.find((each) => each.title.startsWith('everything')) as Case).answers;

for (const each of shared.cases) {
  test(`the phone judges as the server does: ${each.title}`, () => {
    const walked = at(each.answers, each.today);
    assert.deepEqual(
      walked.nodes.map((asked) => asked.name),
      each.asked,
    );
    assert.deepEqual(
      screens(walked).map(({ group, nodes }) => (group ? [group, ...nodes] : nodes).map((asked) => asked.name)),
      each.screens,
    );
    assert.deepEqual(
      faults(each.answers, walked).map(({ field, reason }) => ({ field, reason })),
      each.faults,
    );
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
  assert.deepEqual(fault(node('age'), answers, at(answers)), {
    field: 'age',
    reason: 'constraint',
    message: { fr: "Un adulte, s'il vous plaît.", en: 'An adult, please.' },
  });
  assert.equal(fault(node('age'), whole, at(whole)), undefined);
});

test('a label says the answers that it names, in the language on the screen', () => {
  for (const each of shared.labels) {
    const texts = node(each.question)[each.of] as Texts;
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

test('Awa goes forward and back, one screen at a time', () => {
  const walked = at(whole);
  const names = screens(walked).map((screen) => screen.name);
  const forward = [''];
  for (let next = neighbour(definition, walked, '', 1); next; next = neighbour(definition, walked, next.name, 1)) {
    forward.push(next.name);
  }
  assert.deepEqual(forward.slice(1), names);
  assert.equal(neighbour(definition, walked, 'age', -1), undefined);
  assert.equal(neighbour(definition, walked, 'depuis', -1)?.name, 'eau');
  assert.equal(neighbour(definition, walked, 'depuis', -1)?.group?.appearance, 'field-list');
});

test('a screen that is asked no more still has neighbours', () => {
  const alone: Answers = { age: 'adulte', foyer: 1 };
  assert.equal(neighbour(definition, at(alone), 'enfants', 1)?.name, 'eau');
  assert.equal(neighbour(definition, at(alone), 'enfants', -1)?.name, 'foyer');
});

test('progress counts screens that hold an answer', () => {
  assert.deepEqual(progress({}, at({})), [0, 6]);
  assert.deepEqual(progress({ age: 'refus' }, at({ age: 'refus' })), [1, 4]);
  assert.deepEqual(progress(whole, at(whole)), [10, 10]);
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
