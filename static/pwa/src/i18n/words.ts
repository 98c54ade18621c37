// The words in the person's language. Reading `words.value` in a component follows the language. French comes with the app;
// another language is a file of its own, fetched by who speaks it, cached with the rest.

import { computed, signal } from '@preact/signals';

import { fr } from './fr';
import type { Words } from './fr';

export type { Words } from './fr';

/** The languages the app itself speaks, by their own names; an instrument may speak more. The first is for anyone unknown. */
export const LANGUAGES: readonly { code: string; ownName: string; fetch?: () => Promise<Words> }[] = [
  { code: fr.code, ownName: fr.ownName },
  { code: 'en', ownName: 'English', fetch: async () => (await import('./en')).en },
];

export const language = signal(fr.code);

const here = signal<Record<string, Words>>({ [fr.code]: fr });

/** Whether the words of a language are here. */
export const knows = (code: string): boolean => code in here.value;

/** Speaks a language from now on; French as long as its words cannot be fetched. */
export async function speak(code: string): Promise<void> {
  language.value = code;
  if (knows(code)) return;
  const wanted = LANGUAGES.find((each) => each.code === code);
  const words = await wanted?.fetch?.().catch(() => undefined);
  here.value = { ...here.value, [code]: words ?? fr };
}

export const words = computed<Words>(() => here.value[language.value] ?? fr);

/** The first language of the list the app speaks ("en-GB" counts as "en"); else French. */
export function firstSpoken(wanted: readonly string[]): string {
  const codes = wanted.map((each) => each.slice(0, 2).toLowerCase());
  return codes.find((code) => LANGUAGES.some((each) => each.code === code)) || fr.code;
}
