// What is only in memory: changes on their way to the disk, photos and voices under way. Screens ask here before they go
// on, and the app before it locks, finishes or begins anew.

import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { StorageFault } from '../domain/failure';
import type { Draft } from '../domain/types';
import type { SettingStore, Settings } from '../storage/shared';
import type { Making, Unsaved } from './app';
import { Changes, unitOf } from './changes';
import type { Change } from './changes';
import type { UnsavedPhotos } from './unsaved-photos';
import { UnfinishedMedia } from './unfinished-media';
import { Pending } from './pending';

/** What is typed is written after such a pause. */
export const TYPING_MS = 350;
/** A photo that takes longer than this will not come: it must not keep a phone open for ever. */
const LONGEST_MAKING_MS = 60_000;
/** How long a newer app waits for the last words of this one. */
const LAST_WORDS_MS = 2000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class Unwritten implements Unsaved {
  readonly pending = new Pending();
  readonly under = new UnfinishedMedia();
  readonly changes: Changes;
  /** Comes with the screens on which photos are taken. */
  photos: UnsavedPhotos | null = null;
  /** Another window finished or threw away what was being filled in here, and some words are in neither. */
  private readonly overtaken = signal(false);

  constructor(drafts: ReadonlySignal<Draft[]>, keep: (draftId: string, change: Change) => Promise<boolean>) {
    this.changes = new Changes(this.pending, { drafts, keep, onOvertaken: (draftId) => this.overtakenBy(draftId) });
  }

  /** Shows a change and writes it; rejects when it could not be written, and then it is tried again. */
  change(draftId: string, what: string, how: Change): Promise<void> {
    this.changes.note(draftId, this.changes.what(what), how);
    return this.pending.saved(unitOf(draftId));
  }

  /** The same for what is being typed: written when the person pauses. */
  typed(draftId: string, what: string, how: Change): void {
    this.changes.note(draftId, this.changes.what(what), how, TYPING_MS);
  }

  /** A change after which the same keys name other answers. What is under way for one of them comes first. */
  async divide(draftId: string, how: Change): Promise<void> {
    await this.under.settled(draftId).catch(() => undefined); // it is said where it is missing
    await this.photos?.saved(draftId); // one that is tried again would be written under the old key
    this.changes.divide(draftId, how);
    await this.pending.saved(unitOf(draftId));
  }

  /** Settings that are retried until they are stored; their writing stops nobody. Bytes are counted by who counts them again. */
  settingStore(shared: SettingStore): SettingStore {
    const set = async <Key extends keyof Settings>(key: Key, value: Settings[Key]): Promise<void> => {
      if (key === 'spent') return shared.set(key, value);
      return this.note(key, () => shared.set(key, value));
    };
    return { setting: (key) => shared.setting(key), set };
  }

  /** Writes down what was chosen; it does not reject, for it is tried again. */
  async note(name: string, write: () => Promise<void>): Promise<void> {
    this.pending.put(`setting/${name}`, write);
    await this.pending.saved(`setting/${name}`).catch(() => undefined);
  }

  fault(draftId?: string): StorageFault | null {
    if (draftId !== undefined) return this.answerFault(draftId) ?? this.photoFault(draftId);
    return this.pending.fault() ?? (this.overtaken.value ? 'elsewhere' : null);
  }

  answerFault(draftId: string): StorageFault | null {
    return this.pending.fault(unitOf(draftId));
  }

  photoFault(draftId: string): StorageFault | null {
    return this.photos?.fault(draftId) ?? null;
  }

  making(draftId: string): readonly Making[] {
    return [...this.under.of(draftId), ...(this.photos?.of(draftId) ?? [])];
  }

  missed(draftId: string): readonly Making[] {
    return this.under.missed(draftId);
  }

  async made(draftId: string): Promise<void> {
    await this.under.settled(draftId);
    await this.photos?.saved(draftId);
  }

  async saved(draftId: string): Promise<void> {
    await this.under.settled(draftId);
    await this.pending.saved(unitOf(draftId)); // words first: they may find room where a photo does not
    await this.photos?.saved(draftId);
  }

  without(draftId: string): void {
    this.under.giveUp(draftId);
    this.photos?.giveUp(draftId);
  }

  seen(draftId: string): void {
    this.under.seen(draftId);
  }

  drop(draftId?: string): void {
    this.overtaken.value = false;
    if (draftId !== undefined) return this.clear(draftId);
    this.changes.dropAll();
    this.photos?.giveUp();
    this.pending.drop('');
  }

  /** There is no such draft any more. */
  clear(draftId: string): void {
    this.without(draftId);
    this.under.seen(draftId);
    this.changes.drop(draftId);
  }

  /** Its draft was finished or thrown away in another window. */
  overtakenBy(draftId: string): void {
    this.clear(draftId);
    this.overtaken.value = true;
  }

  /** Whether nothing would be lost by leaving the page now; waits for what is under way. */
  async mayLeave(): Promise<boolean> {
    await Promise.race([this.under.settled().catch(() => undefined), pause(LONGEST_MAKING_MS)]);
    return this.pending.saved().then(
      () => true,
      () => false,
    );
  }

  /** Whether the person would lose something by closing the page. */
  get holdsBack(): boolean {
    return this.pending.fault() !== null || this.under.any;
  }

  /** Writes what can be written at once: the page may be gone in a moment. */
  async lastWords(): Promise<void> {
    await Promise.race([this.pending.saved().catch(() => undefined), pause(LAST_WORDS_MS)]);
  }
}
