// A draft while it is on the screen: what was just answered is shown at once and written to the disk behind it.

import { useEffect, useRef, useState } from 'preact/hooks';

import type { App } from '../app/app';
import type { Answer, Answers, Definition } from '../domain/definition';
import { timesOf, withAnswer } from '../domain/answers';
import { firstOfTime, firsts, walk } from '../domain/form';
import type { Walk } from '../domain/form';
import type { Draft } from '../domain/types';
import { localDay, now } from './now';

export interface Editing {
  draft: Draft;
  definition: Definition;
  answers: Answers;
  walked: Walk;
  language: string;
  /** Shows the answer at once; on the disk shortly after. `undefined` takes it away. */
  answer: (key: string, value: Answer | undefined) => void;
  /** For what is on the disk already (a photo, a voice). */
  attached: (key: string, sha256: string | undefined) => void;
  /** One more time of a repeat; resolves with its number, from 1. */
  addTime: (repeat: string) => Promise<number>;
  /** Takes one time of a repeat away; `index` counts from 0. */
  removeTime: (repeat: string, index: number) => Promise<void>;
  /** Resolves when all that was answered is on the disk. Rejects when the phone is full. */
  saved: () => Promise<void>;
}

/** How long after a key what was typed is kept. */
export const TYPING_MS = 350;

/** The draft of that id with its instrument; null when there is none. */
export function useDraft(app: App, id: string): Editing | null {
  const draft = app.draft(id);
  const definition = draft && app.definition(draft.instrument, draft.version);
  const [overlay, setOverlay] = useState<Record<string, Answer | undefined>>({});
  const waiting = useRef<Record<string, Answer | undefined>>({});
  const timer = useRef(0);
  const writing = useRef<Promise<void>>(Promise.resolve());

  const saved = (): Promise<void> => {
    clearTimeout(timer.current);
    const todo = waiting.current;
    waiting.current = {};
    for (const key of Object.keys(todo)) {
      const written = (): Promise<void> => app.setAnswer(id, key, todo[key]);
      writing.current = writing.current.then(written, written);
    }
    return writing.current;
  };
  useEffect(() => {
    const hide = (): void => void saved();
    document.addEventListener('visibilitychange', hide);
    addEventListener('pagehide', hide);
    const stay = app.beforeLeaving(saved);
    return () => {
      stay();
      document.removeEventListener('visibilitychange', hide);
      removeEventListener('pagehide', hide);
      hide();
    };
  }, [id]);

  const language = app.language.value;
  const moment = now();
  const shown = draft && definition && look(draft.answers, overlay, (answers) => walk(definition, answers, { today: localDay(moment), now: moment, language }, app.chance));
  const answer: Editing['answer'] = (key, value) => {
    waiting.current[key] = value;
    clearTimeout(timer.current);
    // What is touched is kept at once, and is on its way to the disk before the screen is drawn; what is typed, after a breath.
    const typed = shown && shown.walked.nodes.some((node) => node.key === key && node.type === 'text');
    const keep = (): void => void saved().catch(() => undefined);
    if (typed) timer.current = window.setTimeout(keep, TYPING_MS);
    else keep();
    setOverlay((before) => ({ ...before, [key]: value }));
  };
  useEffect(() => {
    if (shown) for (const [key, value] of firsts(shown.walked, shown.answers)) answer(key, value);
  });

  if (!draft || !definition || !shown) return null;
  return {
    draft,
    definition,
    ...shown,
    language,
    answer,
    attached: (key, sha256) => setOverlay((before) => ({ ...before, [key]: sha256 })),
    addTime: async (repeat) => {
      await saved();
      await app.addTime(id, repeat, firstOfTime(shown.walked, repeat, timesOf(shown.answers, repeat).length));
      return timesOf(shown.answers, repeat).length + 1;
    },
    removeTime: async (repeat, index) => {
      await saved();
      setOverlay({}); // all of it is on the disk now, and keys are about to move
      await app.removeTime(id, repeat, index);
    },
    saved,
  };
}

/** Answers with what was just said over them, and where that leads. A time that begins has the answers it begins with. */
function look(answers: Answers, over: Record<string, Answer | undefined>, walkThrough: (answers: Answers) => Walk): Pick<Editing, 'answers' | 'walked'> {
  const blank = (repeat: string, index: number): Answers => firstOfTime(walkThrough(answers), repeat, index);
  const all = merged(answers, over, blank);
  return { answers: all, walked: walkThrough(all) };
}

/** Answers with what was just said over them, by key; undefined takes one away. */
export function merged(answers: Answers, over: Record<string, Answer | undefined>, blank?: (repeat: string, index: number) => Answers): Answers {
  return Object.keys(over).reduce((all, key) => withAnswer(all, key, over[key], blank), answers);
}
