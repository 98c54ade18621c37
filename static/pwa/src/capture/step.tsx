// What the steps of filling in share.

import type { ComponentChildren } from 'preact';

import type { App, Uses } from '../app/app';
import { words } from '../i18n/words';
import type { Editing } from '../ui/draft';
import { IconButton, Press } from '../ui/frame';
import { unbroken } from '../ui/text';

/** What a step gets. `frame` is the bar it is in; `forward` saves and goes on. */
export interface StepProps<Part extends keyof App> {
  app: Uses<Part>;
  editing: Editing;
  frame: { title: ComponentChildren; side: ComponentChildren };
  /** What is not on the disk yet, and why. */
  notice: ComponentChildren;
  /** True when one came from the review to change one answer. */
  toReview: boolean;
  /** Ends and waits for what is under way; false when not all that was said is on the disk. */
  saved: () => Promise<boolean>;
  forward: () => Promise<void>;
  backward: () => void;
}

interface FootProps {
  label: string;
  /** False while nothing is answered: then what answers is the thing to press, and this steps back. */
  lit?: boolean;
  onNext: () => void;
  onBack: () => void;
}

/** Back and next, side by side where the thumb is. */
export function Foot({ label, lit = true, onNext, onBack }: FootProps) {
  return (
    <>
      <IconButton big name="arriere" label={words.value.back} onClick={onBack} />
      <Press {...(lit ? { kind: 'main' as const } : {})} big after="suivant" onClick={onNext}>
        {label}
      </Press>
    </>
  );
}

export const Hint = ({ text }: { text: string }) => (text ? <p class="hint">{unbroken(text)}</p> : null);
