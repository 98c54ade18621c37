// What the phone's camera, microphone and satellites give.

import type { ReadonlySignal } from '@preact/signals';
import type { Ending } from '../../device/listening';
import type { MediaRef, Position } from '../../domain/types';

/** A voice note being recorded. Each second is on the disk before the next. */
export interface Recording {
  /** Seconds that are on the disk so far. */
  seconds: ReadonlySignal<number>;
  /** Loudness now, 0 to 1. */
  level: ReadonlySignal<number>;
  /** Nothing is to be heard at present. */
  silent: ReadonlySignal<boolean>;
  /** Resolves with why, as soon as it listens no more. */
  ended: Promise<VoiceEnd>;
  /** Ends the note and attaches it to its question; resolves with what was saved. Asked twice it is the same. Rejects with
   * CaptureError when nothing became the answer: an earlier voice stays it then. */
  stop(): Promise<SavedVoice>;
  /** Ends and deletes it. */
  cancel(): Promise<void>;
}

/** `longest`: there is a bound; the others are of device/listening.ts, and `no-space` is a disk that is full. */
export type VoiceEnd = Ending | 'longest' | 'no-space';

export interface SavedVoice extends MediaRef {
  seconds: number;
  /** Why it ended. */
  why: VoiceEnd;
}

export interface Media {
  /** Shrinks a picture, takes its metadata away, saves it. Rejects with CaptureError; a photo that was made and could not be
   * written stays in memory and is tried again (`drafts.unsaved.photoFault`). */
  attachPhoto(draftId: string, question: string, file: Blob): Promise<MediaRef>;
  startVoice(draftId: string, question: string): Promise<Recording>;
  /** An address to show or play a stored medium; the caller revokes it with URL.revokeObjectURL. */
  url(sha256: string): Promise<string | null>;
  /** The position now, refined until it is good enough or `timeoutMs` has passed. Rejects with CaptureError. */
  locate(onFix: (position: Position) => void, timeoutMs?: number): Promise<Position>;
}
