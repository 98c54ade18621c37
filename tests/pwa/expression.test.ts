// Expressions: what the phone makes of the vectors that it shares with the server.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import type { Expr } from '../../static/pwa/src/domain/definition';
import { evaluate, fromAnswer } from '../../static/pwa/src/domain/expression';
import type { Context, Value } from '../../static/pwa/src/domain/expression';

interface Vector {
  source: string;
  tree: Expr;
  own?: unknown;
  position?: number;
  columns?: Record<string, string>;
  expected: Value | { number: string };
}

interface Shared {
  today: string;
  now: string;
  answers: Record<string, unknown>;
  each: Record<string, unknown[]>;
  labels: Record<string, Record<string, string>>;
  vectors: Vector[];
}

// `npm run test:pwa` runs from the root of the repository.
const shared = JSON.parse(readFileSync('tests/vectors/expressions.json', 'utf8')) as Shared;

function contextOf(vector: Vector): Context {
  const values: Record<string, Value> = {};
  for (const name of Object.keys(shared.answers)) values[name] = fromAnswer(shared.answers[name]);
  return {
    values,
    own: fromAnswer(vector.own),
    today: shared.today,
    now: shared.now,
    each: shared.each as NonNullable<Context['each']>,
    position: vector.position ?? 0,
    columns: vector.columns ?? {},
    choiceLabel: (question, choice) => shared.labels[question]?.[choice] ?? '',
  };
}

function same(found: Value, expected: Vector['expected']): boolean {
  return typeof expected === 'object' ? Object.is(found, Number(expected.number)) : found === expected;
}

test('the phone evaluates every shared expression as the server does', () => {
  const wrong = shared.vectors
    .map((vector) => ({ vector, found: evaluate(vector.tree, contextOf(vector)) }))
    .filter(({ vector, found }) => !same(found, vector.expected))
    .map(({ vector, found }) => `${vector.source} gave ${String(found)}, not ${JSON.stringify(vector.expected)}`);
  assert.deepEqual(wrong, []);
  assert.ok(shared.vectors.length >= 150);
});

test('a broken tree is an empty text and never a crash', () => {
  const broken: unknown[] = [
    null,
    undefined,
    7,
    'x',
    [],
    {},
    { call: 'toString', args: [] },
    { call: 'constructor', args: [] },
    { call: 'if', args: [] },
    { call: '=', args: 'ab' },
    { ref: 'toString' },
    { ref: '__proto__' },
    { call: 'regex', args: [{ lit: 'a' }, { lit: '(' }] },
  ];
  for (const tree of broken) {
    const found = evaluate(tree as Expr, { values: {}, today: '2026-11-23' });
    assert.ok(found === '' || found === false, JSON.stringify(tree));
  }
});

test('a tree too deep is cut off', () => {
  let tree: Expr = { lit: 1 };
  for (let depth = 0; depth < 100000; depth++) tree = { call: 'neg', args: [tree] };
  assert.ok(Number.isNaN(evaluate(tree, { values: {}, today: '2026-11-23' })));
});
