// The loudspeaker of a screen: says what is asked and what can be answered. With ears first it begins by itself.

import { useEffect, useRef, useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import { allWords as words } from '../i18n/behind';
import { IconButton } from './frame';

interface Props {
  app: Uses<'prompts' | 'settings'>;
  /** What is said, in order: the question, its hint, then each choice. */
  parts: readonly string[];
  /** The recording of each, where there is one. */
  sounds?: readonly (string | undefined)[];
  language: string;
  /** What the loudspeaker does; the question is said when nothing else is. */
  label?: string;
  /** Gets which part is being said; -1 when it is quiet. */
  onPart: (index: number) => void;
}

export function Listen({ app, parts, sounds, language, label, onPart }: Props) {
  const hush = useRef<() => void>(() => undefined);
  const [speaking, setSpeaking] = useState(false);
  const here = app.prompts.stored.value;
  const able = app.prompts.voices.value.includes(language.slice(0, 2)) || !!sounds?.some((one) => one && here.has(one));
  const begin = (): void => {
    setSpeaking(true);
    hush.current = app.prompts.say(
      parts,
      language,
      (index) => {
        if (index < 0) setSpeaking(false);
        onPart(index);
      },
      sounds,
    );
  };
  useEffect(() => {
    if (able && app.settings.earFirst.value) begin();
    return () => hush.current();
  }, [able]);
  if (!able) return null;
  return speaking ? (
    <IconButton name="arreter" label={words.value.hush} onClick={() => hush.current()} />
  ) : (
    <IconButton name="ecouter" label={label || words.value.sayAloud} onClick={begin} />
  );
}
