// A draft while it is on the screen: what was just answered is shown at once and written to the disk behind it.

import { useEffect, useRef, useState } from 'preact/hooks';

import type { App } from '../app/app';
import type { Answer, Answers, Definition } from '../domain/definition';
import { walk } from '../domain/form';
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
  answer: (question: string, value: Answer | undefined) => void;
  /** For what is on the disk already (a photo, a voice). */
  attached: (question: string, sha256: string | undefined) => void;
  /** Resolves when all that was answered is on the disk. Rejects when the phone is full. */
  saved: () => Promise<void>;
}

const TYPING_MS = 350;

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
    for (const question of Object.keys(todo)) {
      const written = (): Promise<void> => app.setAnswer(id, question, todo[question]);
      writing.current = writing.current.then(written, written);
    }
    return writing.current;
  };
  useEffect(() => {
    const hide = (): void => void saved();
    document.addEventListener('visibilitychange', hide);
    addEventListener('pagehide', hide);
    return () => {
      document.removeEventListener('visibilitychange', hide);
      removeEventListener('pagehide', hide);
      hide();
    };
  }, [id]);

  if (!draft || !definition) return null;
  const answers = merged(draft.answers, overlay);
  const language = app.language.value;
  const moment = now();
  return {
    draft,
    definition,
    answers,
    walked: walk(definition, answers, { today: localDay(moment), now: moment, language }),
    language,
    answer: (question, value) => {
      waiting.current[question] = value;
      setOverlay((before) => ({ ...before, [question]: value }));
      clearTimeout(timer.current);
      timer.current = window.setTimeout(() => void saved().catch(() => undefined), typeof value === 'string' ? TYPING_MS : 0);
    },
    attached: (question, sha256) => setOverlay((before) => ({ ...before, [question]: sha256 })),
    saved,
  };
}

/** Answers with what was just said over them; undefined takes one away. */
export function merged(answers: Answers, over: Record<string, Answer | undefined>): Answers {
  const all: Answers = { ...answers };
  for (const question of Object.keys(over)) {
    const value = over[question];
    if (value === undefined || value === '') delete all[question];
    else all[question] = value;
  }
  return all;
}
