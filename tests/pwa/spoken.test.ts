// The code that Mariam is given is the same on every phone and at the Lab.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { codeOf, digitsOf, isCode, newCode, pairs } from '../../static/pwa/src/domain/spoken';

const vectors = JSON.parse(readFileSync('tests/vectors/spoken.json', 'utf8')) as {
  codes: Record<string, string>;
  wrong: string[];
  typed: Record<string, string>;
};

test('phone and server say the same code', async () => {
  for (const [record, code] of Object.entries(vectors.codes)) {
    assert.equal(await codeOf(record), code);
    assert.equal(await codeOf(record.toUpperCase()), code);
    assert.ok(isCode(code));
    assert.equal(pairs(code).join(''), code);
  }
});

test('phone and server refuse the same', () => {
  assert.ok(vectors.wrong.length > 5);
  for (const typed of vectors.wrong) assert.equal(isCode(typed), false, typed);
});

test('every wrong digit and every two that changed places are noticed', () => {
  for (const code of Object.values(vectors.codes)) {
    for (let at = 0; at < 10; at++) {
      for (const digit of '0123456789') {
        if (digit !== code[at]) assert.equal(isCode(code.slice(0, at) + digit + code.slice(at + 1)), false);
      }
      const swapped = code.slice(0, at) + (code[at + 1] ?? '') + code[at] + code.slice(at + 2);
      if (swapped !== code) assert.equal(isCode(swapped), false);
    }
  }
});

test('a code is read however a keyboard or a message writes it, and on the phone as at the Lab', () => {
  assert.ok(Object.keys(vectors.typed).length > 5);
  for (const [typed, code] of Object.entries(vectors.typed)) assert.equal(digitsOf(typed), code, typed);
});

test('a new code is made of nothing but chance, and checks itself', () => {
  for (const byte of [0, 1, 97, 255]) assert.ok(isCode(newCode(new Uint8Array(6).fill(byte))));
  const drawn = Array.from({ length: 200 }, () => newCode(crypto.getRandomValues(new Uint8Array(6))));
  assert.ok(drawn.every(isCode));
  assert.ok(new Set(drawn).size > 190);
});
