// What is said aloud: the phone's own voice, and what facilitators recorded of forms.

import type { ReadonlySignal } from '@preact/signals';
import type { Definition } from '../../domain/definition';
import type { Saying } from '../../domain/prompt';
import type { Draft } from '../../domain/types';

/** Says one after the other, by its recording where `sounds` names one that is here, else by the phone's voice; reports which one
 * begins (-1: it is quiet again); returns how to hush it. */
export type Say = (
  parts: readonly string[],
  language: string,
  onPart: (index: number) => void,
  sounds?: readonly (string | undefined)[],
) => () => void;

export interface Prompts {
  /** The languages (two letters) that this phone says aloud by itself, without a network. */
  readonly voices: ReadonlySignal<readonly string[]>;
  readonly say: Say;
  /** The language somebody listens in; null: as the words are written. */
  readonly language: ReadonlySignal<string | null>;
  /** Hashes of the sounds and pictures of forms that are on this phone. */
  readonly stored: ReadonlySignal<ReadonlySet<string>>;
  listenIn(code: string | null): Promise<void>;
  /** Which recording (its SHA-256) there is of each part of a form, in a language, else in the one listened in. */
  soundsOf(definition: Definition, language?: string): (part: string) => string | undefined;
  /** An address to play or show one; the caller revokes it. Null when it is not here and cannot be fetched now. */
  url(sha256: string): Promise<string | null>;
  /** What was recorded of this and not yet saved, a kill in between included. */
  draft(saying: Saying): Draft | null;
  /** Begins to record it; the voice is the draft's `SOUND`. Resolves with the draft's id. */
  begin(saying: Saying, words: string): Promise<string>;
  /** From now on it is what is played; sending starts by itself. */
  keep(draftId: string): Promise<void>;
}
