// What was finished on this phone and is still here, and how far the records of the place came.

import type { ReadonlySignal } from '@preact/signals';
import type { Answers, Definition } from '../../domain/definition';
import type { MediaRef, RecordView, CodeStatus } from '../../domain/types';

/** The answers of a record, and the form that they answer. */
export interface AnsweredForm {
  definition: Definition | null;
  answers: Answers;
  media: MediaRef[];
}

export interface Records {
  /** Latest first; the ones that need the person are found by `needsCorrection`. */
  readonly all: ReadonlySignal<RecordView[]>;
  /** How many records were erased at the Lab on request; nothing of them is here any more. */
  readonly erased: ReadonlySignal<number>;
  /** Answers of a stored record's latest revision. */
  answersOf(recordId: string): Promise<AnsweredForm | null>;
  /** How far the records of the place came, by their codes. Asks nobody. */
  statusesOf(code: string): Promise<CodeStatus[]>;
}
