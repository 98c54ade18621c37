// What is being filled in: drafts, the media captured for them, and voices while they are recorded. All of it is sealed, and
// sealing cannot be waited for inside a transaction: a change is made beside it and stored only if nothing changed meanwhile,
// so that two tabs on the same draft lose nothing of each other.

import type { Draft, EntryHead, EntryContent } from '../domain/types';
import type { MediumHead } from '../sync/ports';
import { quietly, together } from './database';
import type { Database, Recording, Store, StoredDraft } from './database';
import type { Vault } from './vault';

/** How a draft changes; pure, for it may be done again. */
export type Change = (draft: Draft) => Draft;

/** A medium made for a draft: its sealed item, and that item's own key; `recording` when it was made of one. */
export interface Made {
  medium: MediumHead;
  item: ArrayBuffer;
  own: Uint8Array<ArrayBuffer>;
  recording?: string;
}

/** A draft as it becomes a record, with its sealed item. */
export interface FinishedDraft {
  head: EntryHead;
  content: EntryContent;
  item: ArrayBuffer;
}

const WITH_MEDIA: Store[] = ['drafts', 'media', 'bytes', 'recordings', 'chunks'];
/** An answer need not wait for what a sync does with the rest. */
const ONLY_DRAFTS: Store[] = ['drafts'];

/** Ends a transaction whose draft was changed by another tab meanwhile; nothing of it is stored. */
const OVERTAKEN = new Error('overtaken');
const overtaken = (error: unknown): false => {
  if (error !== OVERTAKEN) throw error;
  return false;
};

const allOf = (recording: string): IDBKeyRange => IDBKeyRange.bound([recording, 0], [recording, Infinity]);
const chunkName = (recording: string, n: number): string => `chunks/${recording}/${n}`;

export class Drafts {
  /** As this page wrote them last. */
  private readonly last = new Map<string, Draft>();

  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
  ) {}

  async all(): Promise<Draft[]> {
    return Promise.all((await this.db.getAll('drafts')).map((stored) => this.opened(stored)));
  }

  async get(id: string): Promise<Draft | undefined> {
    const stored = await this.db.get('drafts', id);
    return stored && this.opened(stored);
  }

  private opened({ id, draft }: StoredDraft): Promise<Draft> {
    return this.vault.open<Draft>(`drafts/${id}`, draft);
  }

  private async sealed(draft: Draft): Promise<StoredDraft> {
    const { id, rev, changedAt } = draft;
    const media = Object.values(draft.media).map((one) => one.sha256);
    return { id, rev, changedAt, media, draft: await this.vault.seal(`drafts/${id}`, draft) };
  }

  /** Stores a new draft, unless there is one of that name; returns the one that is stored. */
  async add(draft: Draft): Promise<Draft> {
    const sealed = await this.sealed(draft);
    const existing = await together(this.db, ['drafts'], async (tx) => {
      const there = await tx.objectStore('drafts').get(draft.id);
      if (!there) quietly(tx.objectStore('drafts').add(sealed));
      return there;
    });
    return existing ? this.opened(existing) : draft;
  }

  /** Changes a draft and stores a medium it now speaks of, together; the recording it was made of is gone with it.
   * Undefined when there is no such draft: nothing is stored then. */
  async change(id: string, how: Change, made?: Made): Promise<Draft | undefined> {
    const own = made && (await this.vault.sealBytes(`media/${made.medium.sha256}`, made.own));
    // What this page wrote last is most often what is there: one look at the disk less, on a phone on which each counts.
    for (let last = this.last.get(id); ; last = undefined) {
      const before = last ?? (await this.get(id));
      if (!before) return undefined;
      const changed = how(before);
      const sealed = await this.sealed(changed);
      const written = await together(this.db, made ? WITH_MEDIA : ONLY_DRAFTS, async (tx) => {
        const drafts = tx.objectStore('drafts');
        const looks = Promise.all([drafts.get(id), made && tx.objectStore('media').get(made.medium.sha256)]);
        // Asked for with the look and not after it: the page hears answers only between two frames, and each takes its time.
        quietly(drafts.put(sealed));
        const [current, known] = await looks;
        if (!isSame(current, before)) throw OVERTAKEN;
        if (made && own && !known) {
          quietly(tx.objectStore('media').put({ ...made.medium, own }));
          quietly(tx.objectStore('bytes').put(made.item, made.medium.sha256));
        }
        if (made?.recording) {
          quietly(tx.objectStore('recordings').delete(made.recording));
          quietly(tx.objectStore('chunks').delete(allOf(made.recording)));
        }
        return true;
      }).catch(overtaken);
      if (written) this.last.set(id, changed);
      if (written) return changed;
    }
  }

  /** Deletes a draft. Its media go with the next sweep, unless something else speaks of them. */
  delete(id: string): Promise<void> {
    return together(this.db, ['drafts'], (tx) => quietly(tx.objectStore('drafts').delete(id)));
  }

  /** The moment a draft becomes a record: both in one transaction, so that it is never lost and never twice. False when
   * the draft was changed since it was read, or is a record already: look again. */
  async finish(read: Draft, { head, content, item }: FinishedDraft): Promise<boolean> {
    const sealed = await this.vault.seal(`entries/${head.id}.${head.rev}`, content);
    return together(this.db, ['drafts', 'entries'], async (tx) => {
      if (!isSame(await tx.objectStore('drafts').get(read.id), read)) return false;
      quietly(tx.objectStore('entries').add({ ...head, letter: item, said: sealed }));
      quietly(tx.objectStore('drafts').delete(read.id));
      return true;
    });
  }

  /** Stores the next second of a voice, and with the first one that there is a voice at all. */
  async hear(recording: Recording, n: number, bytes: ArrayBuffer): Promise<void> {
    const { id } = recording;
    const chunk = await this.vault.sealBytes(chunkName(id, n), bytes);
    const about = n === 0 ? await this.vault.seal(`recordings/${id}`, recording) : undefined;
    await together(this.db, ['recordings', 'chunks'], (tx) => {
      if (about) quietly(tx.objectStore('recordings').put({ id, recording: about }));
      quietly(tx.objectStore('chunks').put(chunk, [id, n]));
    });
  }

  async recordings(): Promise<Recording[]> {
    const all = await this.db.getAll('recordings');
    return Promise.all(all.map(({ id, recording }) => this.vault.open<Recording>(`recordings/${id}`, recording)));
  }

  /** All that was said, in order, as one file's bytes. */
  async heard(recording: string): Promise<ArrayBuffer> {
    const chunks = await this.db.getAll('chunks', allOf(recording));
    return new Blob(
      await Promise.all(chunks.map((chunk, n) => this.vault.openBytes(chunkName(recording, n), chunk))),
    ).arrayBuffer();
  }

  deleteRecording(recording: string): Promise<void> {
    return together(this.db, ['recordings', 'chunks'], (tx) => {
      quietly(tx.objectStore('recordings').delete(recording));
      quietly(tx.objectStore('chunks').delete(allOf(recording)));
    });
  }
}

/** Whether nothing has changed since it was read. */
const isSame = (stored: StoredDraft | undefined, read: Draft): boolean =>
  stored?.changedAt === read.changedAt && stored.rev === read.rev;
