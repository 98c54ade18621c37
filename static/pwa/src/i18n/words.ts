// The words in the person's language. Reading `words.value` in a component follows the language.

import { computed, signal } from '@preact/signals';

import { en } from './en';
import { fr } from './fr';
import type { Words } from './fr';

export type { Words } from './fr';

/** The languages the app itself speaks; an instrument may speak more. The first is for anyone unknown. */
export const LANGUAGES: readonly Words[] = [fr, en];

export const language = signal('fr');

export const words = computed<Words>(() => LANGUAGES.find((each) => each.code === language.value) || fr);

/** The first language of the list the app speaks ("en-GB" counts as "en"); else French. */
export function firstSpoken(wanted: readonly string[]): string {
  const codes = wanted.map((each) => each.slice(0, 2).toLowerCase());
  return codes.find((code) => LANGUAGES.some((each) => each.code === code)) || fr.code;
}
