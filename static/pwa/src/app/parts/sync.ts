// What goes between this phone and the server, and what is carried there by hand.

import type { ReadonlySignal } from '@preact/signals';
import type { WhyNot } from '../../bundle/receiving';
import type { SyncReason } from '../../domain/failure';

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

export interface Sync {
  readonly status: ReadonlySignal<SyncStatus>;
  /** Sends and asks for news now. */
  now(): Promise<void>;
  /** Sends what is finished in profiles that are locked; returns why not all of it went. */
  sendLocked(): Promise<SyncReason | null>;
  /** Makes sealed files of all that is not in a safe place, of everybody on this phone; it stays here too. Needs no PIN. */
  handOver(onProgress: (done: number, of: number) => void): Promise<HandedOver[]>;
  /** Keeps a file of another phone, to send it where there is a network; or why not. */
  receive(file: Blob, name: string): Promise<{ records: number; media: number } | WhyNot>;
  readonly carried: ReadonlySignal<CarriedFile[]>;
}
