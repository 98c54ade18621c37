// What of the forms is recorded in a language, and what is next. Pure.

import type { Definition } from '../domain/definition';
import { say } from '../domain/form';
import { parts } from '../domain/parts';

export interface Line {
  part: string;
  words: string;
  /** The question that a hint or an answer belongs to, in words. */
  of: string;
  /** What is heard now. */
  sound: string | undefined;
}

/** Every part of a form in a language, in the order it is asked. Words of answers that a form fills in are left as written. */
export function lines(definition: Definition, soundOf: (part: string) => string | undefined, written: string): Line[] {
  const inWords = (texts: Record<string, string> | undefined): string =>
    say(texts, written, definition.default_language);
  return parts(definition)
    .map(({ key, words, of }) => ({
      part: key,
      words: inWords(words),
      of: of && key.charAt(0) !== '*' ? inWords(of.label) : '',
      sound: soundOf(key),
    }))
    .filter((line) => line.words);
}

/** How many of them can be heard. */
export const have = (all: readonly Line[]): number => all.filter((line) => line.sound).length;

/** The next part without a recording after this one, else the first; undefined when all are recorded. */
export function nextMissing(all: readonly Line[], part: string): string | undefined {
  const here = all.findIndex((line) => line.part === part);
  const found = [...all.slice(here + 1), ...all.slice(0, Math.max(here, 0))].find((line) => !line.sound);
  return found?.part;
}
