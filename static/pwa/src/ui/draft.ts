// A draft while it is on the screen: what was just answered is shown at once; `app.drafts.unsaved` knows what is not on the disk yet.

import { useEffect } from 'preact/hooks';

import type { Uses } from '../app/app';
import type { Answer, Answers, Definition } from '../domain/definition';
import { timesOf } from '../domain/answers';
import { firstOfTime, firsts, walk } from '../domain/form';
import type { Walk } from '../domain/form';
import type { Draft } from '../domain/types';
import { localDay, now } from './now';

/** A draft as it is at this moment, what is not on the disk yet included. */
export interface DraftView {
  draft: Draft;
  definition: Definition;
  answers: Answers;
  walked: Walk;
  language: string;
}

export interface Editing extends DraftView {
  /** Shows the answer at once; on the disk shortly after. `undefined` takes it away. */
  answer: (key: string, value: Answer | undefined) => void;
  /** One more time of a repeat; resolves with its number, from 1. */
  addTime: (repeat: string) => Promise<number>;
  /** Takes one time of a repeat away; `index` counts from 0. */
  removeTime: (repeat: string, index: number) => Promise<void>;
}

/** Looks at a draft; null when there is none. What a screen was drawn with may be older: on a slow phone a finger is quicker. */
export function readDraft(app: Uses<'drafts' | 'reference' | 'settings'>, id: string): DraftView | null {
  const draft = app.drafts.get(id);
  const definition = draft && app.reference.definition(draft.instrument, draft.version);
  if (!draft || !definition) return null;
  const [language, moment] = [app.settings.language.value, now()];
  const walked = walk(definition, draft.answers, { today: localDay(moment), now: moment, language }, app.drafts.chance);
  return { draft, definition, answers: draft.answers, walked, language };
}

/** The draft of that id with its instrument, as it is shown. Null when there is none. */
export function useDraft(app: Uses<'drafts' | 'reference' | 'settings'>, id: string): Editing | null {
  const read = readDraft(app, id);
  const shown = read?.walked;
  const answer: Editing['answer'] = (key, value) => {
    // What is touched is on its way to the disk before the screen is drawn; what is typed, after a breath.
    const typed = shown?.nodes.some((node) => node.key === key && node.type === 'text');
    if (typed) app.drafts.type(id, key, value as string | undefined);
    else void app.drafts.setAnswer(id, key, value).catch(() => undefined); // `app.drafts.unsaved` says so, and tries again
  };
  useEffect(() => {
    if (read) for (const [key, value] of firsts(read.walked, read.answers)) answer(key, value);
  });

  if (!read) return null;
  return {
    ...read,
    answer,
    addTime: async (repeat) => {
      const number = timesOf(read.answers, repeat).length + 1;
      await app.drafts.addTime(id, repeat, firstOfTime(read.walked, repeat, number - 1));
      return number;
    },
    removeTime: (repeat, index) => app.drafts.removeTime(id, repeat, index),
  };
}
