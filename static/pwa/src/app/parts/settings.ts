// This phone and this app: what it speaks, the room that is left, whether it would open, its version.

import type { ReadonlySignal } from '@preact/signals';
import type { StorageFault } from '../../domain/failure';

export interface StorageStatus {
  usedBytes: number | null;
  freeBytes: number | null;
  persisted: boolean;
}

export interface Settings {
  /** False until what is stored has been read; screens wait for it. */
  readonly ready: ReadonlySignal<boolean>;
  /** Why nothing can be read or stored at all: then there is nothing else to show. */
  readonly fault: ReadonlySignal<StorageFault | null>;
  readonly storage: ReadonlySignal<StorageStatus>;
  /** Looks anew how much room the phone has, and updates `storage`. */
  lookForRoom(): Promise<void>;
  /** A newer app is downloaded and waits for the person. */
  readonly updateReady: ReadonlySignal<boolean>;
  applyUpdate(): void;
  /** False when files of the app are gone and cannot be fetched now: without a network it would not open. */
  readonly opensOffline: ReadonlySignal<boolean>;
  readonly version: string;
  /** The language the app speaks: chosen here, else the person's, else the browser's. */
  readonly language: ReadonlySignal<string>;
  setLanguage(code: string): Promise<void>;
  /** Each screen begins to speak by itself. */
  readonly earFirst: ReadonlySignal<boolean>;
  setEarFirst(on: boolean): Promise<void>;
}
