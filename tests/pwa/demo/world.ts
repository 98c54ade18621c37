// What the page is given by its test: rows as they come by sync, and how things stand.

import type { CaptureFailure, ProfileView, StorageFault, SyncStatus } from '../../../static/pwa/src/app/app';
import type { Definition } from '../../../static/pwa/src/domain/definition';
import type { PlaceReply } from '../../../static/pwa/src/domain/place-reply';
import type { Place, Programme, Project, Term, CodeStatus } from '../../../static/pwa/src/domain/types';

export interface World {
  instruments: Definition[];
  programme: Programme;
  places: Place[];
  projects: Project[];
  reasons: Term[];
  levels: Term[];
  enrolled: boolean;
  /** How many records there are besides the few with a story. */
  records: number;
  /** What the phone knows of the records of the place, by their codes. */
  codeStatuses?: CodeStatus[];
  /** "You said, we did", as it came down. */
  replies?: PlaceReply[];
  language: string;
  sync?: Partial<SyncStatus>;
  /** Languages that the phone says aloud. */
  voices?: string[];
  earFirst?: boolean;
  freeBytes?: number;
  /** Every attempt to record, photograph or find the position fails like this. */
  captureFails?: CaptureFailure;
  /** Why what was said last is not on the disk. */
  unsaved?: StorageFault;
  /** Why a photo is not on the disk. */
  photoUnsaved?: StorageFault;
  /** A photo or a voice that is never ready. */
  making?: 'photo' | 'voice';
  /** The PIN is right, and the place cannot be opened. */
  unopened?: StorageFault;
  /** Nothing can be read at all. */
  broken?: StorageFault;
  /** What is missing from every draft. */
  missed?: { question: string; kind: 'photo' | 'voice' }[];
  /** Who has a place on the phone; nobody is here then. */
  profiles?: ProfileView[];
  /** Touches are taken as they come. */
  unguarded?: boolean;
  /** Without a word: whoever fills it in has only pictures to go by. */
  blank?: boolean;
  /** Every word half as long again. */
  long?: boolean;
}

export const DAY = 86_400_000;
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
