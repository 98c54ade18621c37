// What screens may ask of the app, part by part: signals to read, actions to call. `create.ts` makes one; tests make those parts
// that they use.

import type { Drafts } from './parts/drafts';
import type { Media } from './parts/media';
import type { People } from './parts/people';
import type { Prompts } from './parts/prompts';
import type { Records } from './parts/records';
import type { Reference } from './parts/reference';
import type { Replies } from './parts/replies';
import type { Settings } from './parts/settings';
import type { Sync } from './parts/sync';
import type { Thrift } from './parts/thrift';

export { CaptureError } from '../domain/failure';
export type { CaptureFailure, StorageFault, SyncReason } from '../domain/failure';
export type { Drafts, UnfinishedMedium as Making, Unsaved } from './parts/drafts';
export type { Media, Recording, VoiceEnd, SavedVoice } from './parts/media';
export type { EnrolResult, People, ProfileView, Removal, UnlockResult } from './parts/people';
export type { Prompts, Say } from './parts/prompts';
export type { AnsweredForm, Records } from './parts/records';
export type { Reference } from './parts/reference';
export type { Replies } from './parts/replies';
export type { Settings, StorageStatus } from './parts/settings';
export type { CarriedFile, HandedOver, Sync, SyncStatus } from './parts/sync';
export type { Thrift } from './parts/thrift';

export interface App {
  readonly drafts: Drafts;
  readonly records: Records;
  readonly reference: Reference;
  /** Comes with the screens behind the first one: no other asks for it. */
  readonly media: Media;
  readonly sync: Sync;
  readonly people: People;
  readonly prompts: Prompts;
  /** The same. */
  readonly replies: Replies;
  readonly thrift: Thrift;
  readonly settings: Settings;
}

/** The parts that a screen uses. */
export type Uses<Part extends keyof App> = Pick<App, Part>;
