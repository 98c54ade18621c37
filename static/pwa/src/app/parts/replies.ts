// What places of this phone are answered, "you said, we did", and whether it is so.

import type { ReadonlySignal } from '@preact/signals';
import type { Fulfilled, PlaceReplyView } from '../../domain/place-reply';
import type { Draft } from '../../domain/types';

export interface Replies {
  readonly all: ReadonlySignal<PlaceReplyView[]>;
  /** Nothing that is here now is new any more. */
  markSeen(): Promise<void>;
  /** What was begun and not yet sent of the answer to this one. */
  draft(replyId: string): Draft | null;
  /** Begins an answer, to attach a voice to; resolves with the draft's id. */
  begin(replyId: string): Promise<string>;
  /** Answers; a later answer takes the place of an earlier one. Sending starts by itself. */
  answer(replyId: string, fulfilled: Fulfilled, why: string): Promise<void>;
}
