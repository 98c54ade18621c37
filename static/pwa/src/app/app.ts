// What screens may ask of the app: signals to read, actions to call. `create.ts` makes one; tests make their own.

import type { ReadonlySignal } from '@preact/signals';
import type { WhyNot } from '../bundle/receiving';
import type { Ending } from '../device/listening';
import type { Definition } from '../domain/definition';
import type { SyncReason } from '../domain/failure';
import type { Saying } from '../domain/prompt';
import type { Months, VoiceRate, Waits } from '../domain/thrift';
import type { Draft, MediaRef, Position } from '../domain/types';
import type { Drafts } from './parts/drafts';
import type { People } from './parts/people';
import type { Records } from './parts/records';
import type { Reference } from './parts/reference';
import type { Settings } from './parts/settings';

export type { Drafts, Making, Unsaved } from './parts/drafts';
export type { EnrolResult, People, ProfileView, Removal, Unlocked } from './parts/people';
export type { Answered, Records } from './parts/records';
export type { Reference } from './parts/reference';
export type { Settings, StorageStatus } from './parts/settings';
export { CaptureError } from '../domain/failure';
export type { CaptureFailure, StorageFault, SyncReason } from '../domain/failure';

/** What is going on between the phone and the server, and why it waits. Reasons are codes; screens have the sentences. */
export interface SyncStatus {
  phase: 'idle' | 'exchanging' | 'uploading' | 'waiting';
  /** Why the last attempt stopped: null when all went well. */
  reason: SyncReason | null;
  /** When the next attempt is due (ms since 1970); null when none is planned. */
  nextAt: number | null;
  lastSuccessAt: number | null;
  unsent: number;
  oldestUnsentAt: number | null;
  mediaLeft: number;
  mediaBytesLeft: number;
  /** Bytes up and down this month. */
  monthBytes: number;
}

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
  /** Ends the note and attaches it to its question; resolves with what was kept. Asked twice it is the same. Rejects with
   * CaptureError when nothing became the answer: an earlier voice stays it then. */
  stop(): Promise<VoiceKept>;
  /** Ends and forgets it. */
  cancel(): Promise<void>;
}

/** `longest`: there is a bound; the others are of device/listening.ts, and `no-space` is a disk that is full. */
export type VoiceEnd = Ending | 'longest' | 'no-space';

export interface VoiceKept extends MediaRef {
  seconds: number;
  /** Why it ended. */
  why: VoiceEnd;
}

/** A file of this phone's records, to be given away. */
export interface HandedOver {
  name: string;
  file: Blob;
  records: number;
  media: number;
}

/** A file that this phone carries for somebody else. `state` and the counts are the server's word, once it has spoken. */
export interface CarriedFile {
  sha256: string;
  name: string;
  size: number;
  records: number;
  media: number;
  sent: boolean;
  state: 'received' | 'imported' | 'unreadable' | null;
  kept: number;
  damaged: number;
}

/** What screens may ask and say about data. */
export interface ThriftView {
  /** Kinds of media that go by Wi-Fi only. */
  readonly waits: ReadonlySignal<Waits>;
  readonly voiceRate: ReadonlySignal<VoiceRate>;
  /** What was spent, by month and kind. */
  readonly spent: ReadonlySignal<Months>;
  /** Whether this phone says that it is on Wi-Fi; where it does not, what waits goes by `sendHeld` only. */
  tellsWifi(): boolean;
  setWaits(waits: Partial<Waits>): Promise<void>;
  setVoiceRate(rate: VoiceRate): Promise<void>;
  /** Sends once, also what waits for Wi-Fi: the person says that it may. */
  sendHeld(): Promise<void>;
}

/** What forms sound like: recordings of their questions, made by facilitators. */
export interface Prompts {
  /** The language somebody listens in; null: as the words are written. */
  readonly language: ReadonlySignal<string | null>;
  /** Hashes of the sounds and pictures of forms that are on this phone. */
  readonly held: ReadonlySignal<ReadonlySet<string>>;
  listenIn(code: string | null): Promise<void>;
  /** Which recording (its SHA-256) there is of each part of a form, in a language, else in the one listened in. */
  soundsOf(definition: Definition, language?: string): (part: string) => string | undefined;
  /** An address to play or show one; the caller revokes it. Null when it is not here and cannot be fetched now. */
  url(sha256: string): Promise<string | null>;
  /** What was recorded of this and not yet kept, a kill in between included. */
  draft(saying: Saying): Draft | null;
  /** Begins to record it; the voice is the draft's `SOUND`. Resolves with the draft's id. */
  begin(saying: Saying, words: string): Promise<string>;
  /** From now on it is what is played; sending starts by itself. */
  keep(draftId: string): Promise<void>;
}

export interface App {
  readonly drafts: Drafts;
  readonly records: Records;
  readonly reference: Reference;
  readonly people: People;
  readonly settings: Settings;
  readonly sync: ReadonlySignal<SyncStatus>;
  /** The languages (two letters) that this phone says aloud by itself, without a network. */
  readonly voices: ReadonlySignal<readonly string[]>;
  readonly thrift: ThriftView;

  /** Sends what is finished in places that are locked; tells why not all of it went. */
  sendLocked(): Promise<SyncReason | null>;

  /** Shrinks a picture, takes its metadata away, keeps it. Rejects with CaptureError; a photo that was made and could not be
   * written is held and tried again (`unsaved.photoFault`). */
  attachPhoto(draftId: string, question: string, file: Blob): Promise<MediaRef>;
  startVoice(draftId: string, question: string): Promise<Recording>;
  removeMedia(draftId: string, question: string): Promise<void>;
  /** An address to show or play a kept medium; the caller revokes it with URL.revokeObjectURL. */
  mediaUrl(sha256: string): Promise<string | null>;
  /** The position now, refined until it is good enough or `timeoutMs` has passed. Rejects with CaptureError. */
  locate(onFix: (position: Position) => void, timeoutMs?: number): Promise<Position>;

  /** Makes sealed files of all that is not in a safe place, of everybody on this phone; it stays here too. Needs no PIN. */
  handOver(onProgress: (done: number, of: number) => void): Promise<HandedOver[]>;
  /** Keeps a file of another phone, to send it where there is a network; or why not. */
  receive(file: Blob, name: string): Promise<{ records: number; media: number } | WhyNot>;
  readonly carried: ReadonlySignal<CarriedFile[]>;

  readonly prompts: Prompts;
  /** Says one after the other, by its recording where `sounds` names one that is here, else by the phone's voice; tells
   * which one begins (-1: it is quiet again); returns how to hush it. */
  sayAloud(
    parts: readonly string[],
    language: string,
    onPart: (index: number) => void,
    sounds?: readonly (string | undefined)[],
  ): () => void;
  syncNow(): Promise<void>;
}
