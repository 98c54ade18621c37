// A record's state: always a shape, a word and a colour together.

import type { ShownState } from '../domain/states';
import { allWords as words } from '../i18n/behind';
import { PICTURES, TONES } from '../i18n/states';
import { Picture } from './picture';

/** Whether a word that came from the server is a state this app knows. */
export const isState = (word: string): word is ShownState => Object.prototype.hasOwnProperty.call(TONES, word);

/** The pictogram of a state. */
export const statePicture = (state: ShownState): string => PICTURES[state];

export function StateMark({ state }: { state: ShownState }) {
  return (
    <span class={`state ${TONES[state]}`}>
      <Picture name={statePicture(state)} size="s" />
      <span>{words.value.states[state]}</span>
    </span>
  );
}
