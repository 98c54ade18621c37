// What the questions of a form mean, whatever they are called.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Definition, Node } from '../../static/pwa/src/domain/definition';
import { isNeed, meanings } from '../../static/pwa/src/domain/meaning';

const form = (name: string, ...questions: Node[]): Definition => ({
  name,
  version: '1',
  title: {},
  languages: ['fr'],
  default_language: 'fr',
  questions,
});
const asks = (name: string, means?: string): Node => ({ name, type: 'select_one', ...(means && { means }) });
const inside = (type: 'group' | 'repeat', ...children: Node[]): Node => ({ name: `a_${type}`, type, children });

test('a form that has been on a phone since before its questions said what they mean is read by their names', () => {
  const old = meanings(form('emotion', asks('age'), asks('sexe'), asks('domaine'), asks('constructor')));
  assert.deepEqual(
    ['age', 'sexe', 'domaine', 'constructor'].map((name) => old(asks(name))),
    ['age', 'sex', undefined, undefined],
  );
});

test('one question that says what it means, however deep, and no name counts any more', () => {
  const deep = meanings(form('puits', asks('age'), inside('repeat', inside('group', asks('quoi', 'domain')))));
  assert.equal(deep(asks('age')), undefined);
  assert.equal(deep(asks('quoi', 'domain')), 'domain');
});

test('any form that asks once what is missing and how serious it is records needs', () => {
  const [what, serious] = [asks('manque', 'domain'), asks('urgence', 'severity')];
  assert.equal(isNeed(form('puits', what, serious), 'puits'), true);
  assert.equal(isNeed(form('puits', inside('group', what, serious)), 'puits'), true);
  assert.equal(isNeed(form('solution', what), 'solution'), false, 'whom a solution helps is not in need of it');
  assert.equal(isNeed(form('seance', serious, inside('repeat', what)), 'seance'), false, 'several in one record');
});

test('the needs of old forms, and of a form that the phone has no more, are known by its name', () => {
  assert.equal(isNeed(form('besoin', asks('domaine'), asks('gravite')), 'besoin'), true);
  assert.equal(isNeed(null, 'besoin'), true);
  assert.equal(isNeed(form('puits', asks('domaine'), asks('gravite')), 'puits'), false);
  assert.equal(isNeed(null, 'puits'), false);
});

test('a form called as ours that no longer asks what is missing records none', () => {
  assert.equal(isNeed(form('besoin', asks('nom', 'age')), 'besoin'), false);
});
