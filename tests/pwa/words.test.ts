// Every word of the app is in i18n/, in French and in English; no screen has one of its own.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { behindEn } from '../../static/pwa/src/i18n/behind-en';
import { behindFr } from '../../static/pwa/src/i18n/behind-fr';
import { en as first } from '../../static/pwa/src/i18n/en';
import { followEn } from '../../static/pwa/src/i18n/follow-en';
import { followFr } from '../../static/pwa/src/i18n/follow-fr';
import { fr as premier } from '../../static/pwa/src/i18n/fr';

const [fr, en] = [
  { ...premier, follow: followFr, behind: behindFr },
  { ...first, follow: followEn, behind: behindEn },
];

/** Each place of a word, and what is there. */
function places(words: object, at = ''): [string, unknown][] {
  return Object.entries(words).flatMap(([key, word]): [string, unknown][] =>
    word && typeof word === 'object' && !Array.isArray(word)
      ? places(word as object, `${at}${key}.`)
      : [[at + key, word]],
  );
}

test('what is said in one language is said in the other', () => {
  const [french, english] = [new Map(places(fr)), new Map(places(en))];
  assert.deepEqual([...english.keys()].sort(), [...french.keys()].sort());
  const silent = [...french, ...english].filter(([, word]) => typeof word === 'string' && !word.trim());
  assert.deepEqual(silent, []);
});

/** Words of a few letters may be the same; a sentence that is was forgotten. */
test('no sentence is left in the other language', () => {
  const english = new Map(places(en));
  const same = places(fr).filter(
    ([key, word]) => typeof word === 'string' && word.split(' ').length > 2 && english.get(key) === word,
  );
  assert.deepEqual(same, []);
});

const SOURCES = 'static/pwa/src/';
const screens = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.tsx'));
const WRITTEN = /(?<![=\-(,?:&|]\s*)>([^<>{}=;()]*\p{L}{2,}[^<>{}=;()]*)<\//gu;
const IN_ATTRIBUTES = /(?:aria-label|title|alt|placeholder)="([^"]*\p{L}{2,}[^"]*)"/gu;

const own = (source: string): string[] =>
  [...source.matchAll(WRITTEN), ...source.matchAll(IN_ATTRIBUTES)].map((found) => (found[1] as string).trim());

test('a word of its own on a screen would be found', () => {
  assert.deepEqual(own('<p class="x">Bonjour à tous</p>'), ['Bonjour à tous']);
  assert.deepEqual(own('<button aria-label="Fermer" />'), ['Fermer']);
  assert.deepEqual(own('<p>{say.next}</p>'), []);
});

test('no screen has a word of its own', () => {
  const found = screens.flatMap((path) => own(readFileSync(SOURCES + path, 'utf8')).map((word) => `${path}: ${word}`));
  assert.ok(screens.length > 30);
  assert.deepEqual(found, []);
});
