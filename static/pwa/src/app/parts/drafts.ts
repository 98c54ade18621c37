// What is being filled in, from the first answer to the finished record.

import type { ReadonlySignal } from '@preact/signals';
import type { Answer, Answers } from '../../domain/definition';
import type { StorageFault } from '../../domain/failure';
import type { Chance } from '../../domain/form';
import type { Consent, Draft, Mode } from '../../domain/types';

/** A photo or a voice that is not part of its draft yet. */
export interface UnfinishedMedium {
  readonly draftId: string;
  readonly question: string;
  readonly kind: 'photo' | 'voice';
  /** What was said is on the disk all the same: it is joined when the record is finished. */
  readonly joins?: boolean;
}

/** What is not on the disk yet, as screens may ask; those that ask are drawn anew when it changes. */
export interface Unsaved {
  /** Why something of a draft (of anything at all) is not on the disk; null when all is, or on its way. */
  fault(draftId?: string): StorageFault | null;
  /** The same for what was answered in a draft, and for its photos. */
  answerFault(draftId: string): StorageFault | null;
  photoFault(draftId: string): StorageFault | null;
  /** Photos and voices of a draft that are not part of it yet. */
  making(draftId: string): readonly UnfinishedMedium[];
  /** Those that came to nothing and are missing from it. */
  missed(draftId: string): readonly UnfinishedMedium[];
  /** Ends voices that are being spoken and waits for photos and voices under way. Rejects when one came to nothing, or could not
   * be written yet. */
  made(draftId: string): Promise<void>;
  /** `made`, and all that was answered is on the disk. Rejects when something is not: it is retried. */
  saved(draftId: string): Promise<void>;
  /** Goes on without the photos and voices under way. */
  without(draftId: string): void;
  /** The person knows what is missing. */
  seen(draftId: string): void;
  /** Drops what could not be written, for the person said so. */
  drop(draftId?: string): void;
}

export interface Drafts {
  /** Most recently changed first, with what is not on the disk yet. */
  readonly all: ReadonlySignal<Draft[]>;
  readonly unsaved: Unsaved;
  /** What calculations make of chance. */
  readonly chance: Chance;
  start(instrument: string): Promise<string>;
  /** A draft that corrects a record: its answers as they were, revision + 1. */
  correct(recordId: string): Promise<string>;
  get(id: string): Draft | null;
  /** Shows what is being typed at once; on the disk when the person pauses, two seconds later at the latest. */
  type(draftId: string, key: string, text: string | undefined): void;
  typeReply(draftId: string, text: string): void;
  /** Shown at once; resolves once it is on the disk. `undefined` takes the answer away. Like all of these it rejects when it
   * could not be written; it is retried then. */
  setAnswer(draftId: string, key: string, value: Answer | undefined): Promise<void>;
  /** One more time of a repeat, with what it begins with. */
  addTime(draftId: string, repeat: string, first: Answers): Promise<void>;
  /** Takes one time of a repeat away, its media too; `index` counts from 0. */
  removeTime(draftId: string, repeat: string, index: number): Promise<void>;
  setPlace(draftId: string, code: string): Promise<void>;
  setMode(draftId: string, mode: Mode): Promise<void>;
  setConsent(draftId: string, consent: Consent): Promise<void>;
  remove(id: string): Promise<void>;
  /** Makes a draft at the danger door a call for help without an answer; the draft is gone when this resolves. */
  askForHelp(draftId: string): Promise<void>;
  /** Stores what somebody at the danger door has sealed to the protection officers: it goes with the next exchange, and is in no
   * list and no count of this phone. On the disk when this resolves. */
  confide(draftId: string, publicKey: string, sealed: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Takes a record back: a revision that says no to keeping, by which the server erases it. Nothing of a correction that was
   * begun is left when this resolves. */
  takeBack(recordId: string): Promise<void>;
  /** Makes the draft a record, once all of it is on the disk. It is durable when this resolves; sending starts by itself.
   * Returns the record's id. Rejects with ConsentError when it holds what was not agreed to. */
  finish(draftId: string): Promise<string>;
}
