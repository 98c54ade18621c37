// A recorded prompt: a record of an instrument that is nobody's form. The server says the same in
// feedback_app/forms/prompt_form.py. Pure.

import type { Body, Draft, OpenedEntry } from './types';

export const PROMPT = 'echo_prompt';
/** The question whose answer is the voice. */
export const SOUND = 'sound';
/** How long this phone believes its own recording before what comes down: the server needs a moment to send it. */
const OWN_MS = 3600 * 1000;
/** How long where nothing comes down: a coordinator hears it before it counts for others. */
const WAITING_MS = 7 * 24 * OWN_MS;

/** What is said: a part (`domain/parts.ts`) of an instrument in a language. */
export interface Saying {
  instrument: string;
  part: string;
  language: string;
}

/** What is recorded of an instrument in a language, as it comes down: by part the sound's SHA-256 and its bytes. */
export interface Sheet {
  instrument: string;
  language: string;
  parts: Record<string, [string, number]>;
}

export const isPrompt = ({ instrument }: Pick<OpenedEntry | Draft, 'instrument'>): boolean => instrument === PROMPT;

const keyOf = ({ instrument, part, language }: Saying): string => [instrument, language, part].join('\n');

/** All that is recorded, by what is said: [SHA-256, bytes]. What was just recorded here goes before what came down. */
export function recorded(
  sheets: readonly Sheet[],
  own: readonly OpenedEntry[],
  now: number,
): Map<string, [string, number]> {
  const found = new Map<string, [string, number]>();
  for (const { instrument, language, parts } of sheets) {
    for (const part of Object.keys(parts))
      found.set(keyOf({ instrument, language, part }), parts[part] as [string, number]);
  }
  const down = new Set(found.keys());
  for (const one of [...own].sort((a, b) => a.finishedAt - b.finishedAt)) {
    const { answers, media } = JSON.parse(one.body) as Body;
    const key = keyOf(answers as unknown as Saying);
    const since = one.sentAt === null ? 0 : Math.abs(now - one.sentAt);
    if (media[0] && since < (down.has(key) ? OWN_MS : WAITING_MS)) found.set(key, [media[0].sha256, media[0].bytes]);
  }
  return found;
}

export const recordingOf = (all: Map<string, [string, number]>, saying: Saying): [string, number] | undefined =>
  all.get(keyOf(saying));

/** The recording of this that was begun and not yet saved. */
export const draftOf = (drafts: readonly Draft[], saying: Saying): Draft | undefined =>
  drafts.find((one) => isPrompt(one) && keyOf(one.answers as unknown as Saying) === keyOf(saying));
