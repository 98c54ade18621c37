// What a record is called in the list of records.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summarise } from '../../static/pwa/src/domain/summary';
import type { Definition } from '../../static/pwa/src/domain/types';

const choices = (...names: string[]) => names.map((name) => ({ name, label: { fr: name } }));
const besoin: Definition = {
  name: 'besoin',
  version: '1',
  title: { fr: 'Besoin' },
  languages: ['fr'],
  default_language: 'fr',
  questions: [
    { name: 'age', type: 'select_one', label: { fr: 'Quel âge ?' }, choices: choices('35 à 59 ans') },
    { name: 'sexe', type: 'select_one', label: { fr: 'Qui parle ?' }, choices: choices('Une femme') },
    { name: 'domaine', type: 'select_one', label: { fr: 'Quoi ?' }, choices: choices('L’eau', 'La route') },
    { name: 'gravite', type: 'select_one', label: { fr: 'C’est grave ?' }, choices: choices('C’est grave') },
    { name: 'souhait', type: 'text', label: { fr: 'Que faire ?' } },
  ],
};

test('Awa tells her records apart by what is missing, not by how old the people were', () => {
  const answers = {
    age: '35 à 59 ans',
    sexe: 'Une femme',
    domaine: 'L’eau',
    gravite: 'C’est grave',
    souhait: 'Une pompe',
  };
  assert.equal(
    summarise(besoin, answers, 'fr', () => ''),
    'L’eau · C’est grave · Une pompe',
  );
});

test('of a record that says nothing else, who spoke is better than nothing', () => {
  assert.equal(
    summarise(besoin, { age: '35 à 59 ans', sexe: 'Une femme' }, 'fr', () => ''),
    '35 à 59 ans · Une femme',
  );
});

const own: Definition = {
  ...besoin,
  name: 'puits',
  questions: [
    { name: 'age', type: 'select_one', choices: choices('Moins d’un an') },
    { name: 'qui', type: 'select_one', means: 'sex', choices: choices('Un homme') },
    { name: 'saison', type: 'select_one', choices: choices('Saison sèche') },
    { name: 'manque', type: 'select_one', means: 'domain', choices: choices('L’eau') },
    { name: 'panne', type: 'select_one', means: 'detail', choices: choices('La pompe est en panne') },
  ],
};
const called = (answers: Record<string, string>) => summarise(own, answers, 'fr', () => '');

test('a need of a programme’s own form is called by what is missing, wherever and by whatever name that is asked', () => {
  const answers = { qui: 'Un homme', saison: 'Saison sèche', manque: 'L’eau', panne: 'La pompe est en panne' };
  assert.equal(called(answers), 'L’eau · La pompe est en panne');
  assert.equal(called({ saison: 'Saison sèche', manque: 'L’eau' }), 'L’eau · Saison sèche');
});

test('in a form that says what its questions mean, a name means nothing: this age is that of a well', () => {
  assert.equal(called({ age: 'Moins d’un an', qui: 'Un homme' }), 'Moins d’un an');
  assert.equal(called({ qui: 'Un homme' }), 'Un homme');
});
