// A file of the app that is fetched after the first screen. Which file it is the composition root says (`later.ts`): what shows
// parts of it only names those.

import { effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChildren, ComponentType } from 'preact';

/** Parts of screens behind the first one that earlier screens show too. */
export type LateParts = Pick<typeof import('./storage'), 'StorageNote'> &
  Pick<typeof import('./late-notes'), 'LateNotes' | 'RepliesLink'>;

/** What the screen needs that writes to the protection officers. */
export interface ConfideProps {
  /** What is sealed to. */
  publicKey: string;
  /** Stores what is sealed, to go with the next exchange; rejects when it could not. */
  store: (sealed: Uint8Array<ArrayBuffer>) => Promise<void>;
  leave: () => void;
  /** Whom to call: there when it is done. */
  children: ComponentChildren;
}

/** The file with that screen. */
export interface Confiding {
  ConfideScreen: ComponentType<ConfideProps>;
}

/** What screens ask of it. */
export interface LateFile<File> {
  /** Null until it has been fetched. */
  readonly file: ReadonlySignal<File | null>;
  fetch(): Promise<void>;
}

export class Late<File> implements LateFile<File> {
  readonly file = signal<File | null>(null);
  /** It could not be fetched: no network, and not cached yet. */
  readonly missing = signal(false);
  /** Resolves as soon as it is here; fetches nothing by itself. */
  readonly here = new Promise<File>((resolve) => effect(() => void (this.file.value && resolve(this.file.value))));

  constructor(private readonly load: () => Promise<File>) {}

  async fetch(): Promise<void> {
    if (this.file.value) return;
    try {
      this.file.value = await this.load();
    } catch {
      this.missing.value = true;
    }
  }

  /** Fetches it when the phone keeps the app, so that it costs the first screen nothing. */
  fetchWhenInstalled(): void {
    const { serviceWorker } = navigator;
    if (serviceWorker) void serviceWorker.ready.then(() => this.fetch());
  }
}
