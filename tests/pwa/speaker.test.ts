// The phone's own voice: only one that needs no network speaks, part after part, and is quiet at once when asked.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import { onVoices, sayAloud } from '../../static/pwa/src/device/speaker';

interface Spoken {
  text: string;
  voice: { lang: string } | null;
  onstart?: () => void;
  onend?: () => void;
  onerror?: () => void;
}

class Utterance implements Spoken {
  voice = null;
  lang = '';
  constructor(readonly text: string) {}
}

function phoneWith(...voices: { lang: string; localService: boolean }[]) {
  const heard: Spoken[] = [];
  let late: () => void = () => undefined;
  const synthesis = {
    cancelled: 0,
    voices,
    getVoices: () => synthesis.voices,
    addEventListener: (_name: string, look: () => void) => (late = look),
    cancel: () => (synthesis.cancelled += 1),
    speak: (utterance: Spoken) => heard.push(utterance),
  };
  Object.assign(globalThis, { window: { speechSynthesis: synthesis }, SpeechSynthesisUtterance: Utterance });
  return { heard, synthesis, findsVoices: () => late() };
}

afterEach(() => void Object.assign(globalThis, { window: undefined, SpeechSynthesisUtterance: undefined }));

test('a voice that asks a network first does not count', () => {
  phoneWith({ lang: 'fr-FR', localService: false }, { lang: 'en-GB', localService: true });
  let known: string[] = [];
  onVoices((languages) => (known = languages));
  assert.deepEqual(known, ['en']);
});

test('voices that the browser finds late are told of', () => {
  const { synthesis, findsVoices } = phoneWith();
  const reported: string[][] = [];
  onVoices((languages) => reported.push(languages));
  synthesis.voices = [{ lang: 'fr-CI', localService: true }];
  findsVoices();
  assert.deepEqual(reported, [[], ['fr']]);
});

test('a question and its answers are said one after the other', () => {
  const { heard } = phoneWith({ lang: 'fr-FR', localService: true });
  const parts: number[] = [];
  sayAloud(['Quoi ?', 'L’eau'], 'fr', (index) => parts.push(index));
  for (const at of [0, 1]) {
    heard[at]?.onstart?.();
    heard[at]?.onend?.();
  }
  assert.deepEqual(
    [heard.map((one) => one.text), parts],
    [
      ['Quoi ?', 'L’eau'],
      [0, 1, -1],
    ],
  );
});

test('hushed, it says no more and tells so once', () => {
  const { heard, synthesis } = phoneWith({ lang: 'fr-FR', localService: true });
  const parts: number[] = [];
  const hush = sayAloud(['Quoi ?', 'L’eau'], 'fr', (index) => parts.push(index));
  heard[0]?.onstart?.();
  hush();
  heard[0]?.onend?.();
  hush();
  assert.deepEqual([heard.length, parts, synthesis.cancelled > 1], [1, [0, -1], true]);
});

test('a phone without a voice for the language stays quiet', () => {
  const { heard } = phoneWith({ lang: 'en-GB', localService: true });
  sayAloud(['Quoi ?'], 'fr', () => assert.fail('spoke'))();
  assert.equal(heard.length, 0);
});
