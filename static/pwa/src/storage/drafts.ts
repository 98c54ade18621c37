// What is being filled in: drafts, the media captured for them, and voices while they are recorded. Every change reads
// and writes in one transaction, so that two tabs on the same draft lose nothing of each other.

import type { Draft, Kept } from '../domain/types';
import type { MediumHead } from '../sync/ports';
import { quietly, together } from './database';
import type { Database, StoredRecording } from './database';

/** How a draft changes; pure and without waiting, for it runs inside a transaction. */
export type Change = (draft: Draft) => Draft;

/** A medium made for a draft; `recording` when it was made of one. */
export interface Made {
  medium: MediumHead;
  bytes: ArrayBuffer;
  recording?: string;
}

const allOf = (recording: string): IDBKeyRange => IDBKeyRange.bound([recording, 0], [recording, Infinity]);

export class Drafts {
  constructor(private readonly db: Database) {}

  all(): Promise<Draft[]> {
    return this.db.getAll('drafts');
  }

  get(id: string): Promise<Draft | undefined> {
    return this.db.get('drafts', id);
  }

  /** Keeps a new draft, unless there is one of that name; returns the one that is kept. */
  add(draft: Draft): Promise<Draft> {
    return together(this.db, ['drafts'], async (tx) => {
      const held = await tx.objectStore('drafts').get(draft.id);
      if (!held) quietly(tx.objectStore('drafts').add(draft));
      return held ?? draft;
    });
  }

  /** Changes a draft and keeps a medium it now speaks of, together; the recording it was made of is gone with it.
   * Undefined when there is no such draft: nothing is kept then. */
  change(id: string, how: Change, made?: Made): Promise<Draft | undefined> {
    return together(this.db, ['drafts', 'media', 'bytes', 'recordings', 'chunks'], async (tx) => {
      const drafts = tx.objectStore('drafts');
      const [held, known] = await Promise.all([drafts.get(id), made && tx.objectStore('media').get(made.medium.sha256)]);
      if (!held) return undefined;
      const changed = how(held);
      quietly(drafts.put(changed));
      if (made && !known) {
        quietly(tx.objectStore('media').put(made.medium));
        quietly(tx.objectStore('bytes').put(made.bytes, made.medium.sha256));
      }
      if (made?.recording) {
        quietly(tx.objectStore('recordings').delete(made.recording));
        quietly(tx.objectStore('chunks').delete(allOf(made.recording)));
      }
      return changed;
    });
  }

  /** Forgets a draft. Its media go with the next sweep, unless something else speaks of them. */
  forget(id: string): Promise<void> {
    return together(this.db, ['drafts'], (tx) => quietly(tx.objectStore('drafts').delete(id)));
  }

  /** The moment a draft becomes a record: both in one transaction, so that it is never lost and never twice. False when
   * the draft was changed since it was read, or is a record already: look again. */
  finish(read: Draft, kept: Kept): Promise<boolean> {
    return together(this.db, ['drafts', 'entries'], async (tx) => {
      const held = await tx.objectStore('drafts').get(read.id);
      if (held?.changedAt !== read.changedAt || held.rev !== read.rev) return false;
      quietly(tx.objectStore('entries').add(kept));
      quietly(tx.objectStore('drafts').delete(read.id));
      return true;
    });
  }

  /** Keeps the next second of a voice, and with the first one that there is a voice at all. */
  hear(recording: StoredRecording, n: number, bytes: ArrayBuffer): Promise<void> {
    return together(this.db, ['recordings', 'chunks'], (tx) => {
      if (n === 0) quietly(tx.objectStore('recordings').put(recording));
      quietly(tx.objectStore('chunks').put(bytes, [recording.id, n]));
    });
  }

  recordings(): Promise<StoredRecording[]> {
    return this.db.getAll('recordings');
  }

  /** All that was said, in order, as one file's bytes. */
  async heard(recording: string): Promise<ArrayBuffer> {
    return new Blob(await this.db.getAll('chunks', allOf(recording))).arrayBuffer();
  }

  forgetRecording(recording: string): Promise<void> {
    return together(this.db, ['recordings', 'chunks'], (tx) => {
      quietly(tx.objectStore('recordings').delete(recording));
      quietly(tx.objectStore('chunks').delete(allOf(recording)));
    });
  }
}
