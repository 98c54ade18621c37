// A record's state: always a shape, a word and a colour together.

import type { RecordState } from '../domain/types';
import { allWords as words } from '../i18n/behind';
import { Picture } from './picture';

type Tone = 'ok' | 'wait' | 'warn' | 'stop';

const TONES: Record<RecordState | 'draft', Tone> = {
  draft: 'wait',
  finished: 'wait',
  sent: 'wait',
  safe: 'ok',
  received: 'wait',
  in_review: 'wait',
  accepted: 'ok',
  needs_correction: 'warn',
  rejected: 'stop',
  merged: 'ok',
  in_portfolio: 'ok',
  read: 'wait',
  funded: 'ok',
  done: 'ok',
  erased: 'wait',
  quarantined: 'warn',
  conflict: 'warn',
};

export type ShownState = RecordState | 'draft';

/** Whether a word that came from the server is a state this app knows. */
export const isState = (word: string): word is ShownState => Object.prototype.hasOwnProperty.call(TONES, word);

/** The pictogram of a state. */
export const statePicture = (state: ShownState): string => `state-${state === 'conflict' ? 'quarantined' : state}`;

export function StateMark({ state }: { state: ShownState }) {
  return (
    <span class={`state ${TONES[state]}`}>
      <Picture name={statePicture(state)} size="s" />
      <span>{words.value.states[state]}</span>
    </span>
  );
}
