// What the steps of filling in share.

import type { ComponentChildren } from 'preact';

import type { App } from '../app/app';
import type { Editing } from '../ui/draft';
import { Press } from '../ui/frame';

/** What a step gets. `frame` is the bar it stands in; `forward` saves and goes on. */
export interface StepProps {
  app: App;
  editing: Editing;
  frame: { back: () => void; title: ComponentChildren; side: ComponentChildren };
  /** Told when the phone is full. */
  notice: ComponentChildren;
  /** True when one came from the review to change one answer. */
  toReview: boolean;
  forward: () => Promise<void>;
}

export function NextButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Press kind="main" big onClick={onClick}>
      {label}
    </Press>
  );
}

export const Hint = ({ text }: { text: string }) => (text ? <p class="hint">{text}</p> : null);
