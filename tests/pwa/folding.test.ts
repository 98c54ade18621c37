// A name is found on the phone as it is found at the Lab, whatever letters it is written with.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { PlaceIndex, fold } from '../../static/pwa/src/domain/places';

const vectors = JSON.parse(readFileSync('tests/vectors/folding.json', 'utf8')) as {
  folded: Record<string, string>;
  found: [string, string][];
};

test('phone and server fold a name the same way', () => {
  for (const [name, folded] of Object.entries(vectors.folded)) assert.equal(fold(name), folded, name);
});

test('a place in a language of the country is found as people type it, and nothing else is', () => {
  const other = { code: 'X', parent: null, name: 'Bouaké', level: 'locality', label: 'Bouaké' };
  for (const [typed, name] of vectors.found) {
    const index = new PlaceIndex([{ code: 'A', parent: null, name, level: 'locality', label: name }, other]);
    assert.deepEqual(
      index.search(typed, 5).map(({ code }) => code),
      ['A'],
      typed,
    );
  }
});
