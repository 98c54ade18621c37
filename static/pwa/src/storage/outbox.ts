// What this phone holds for the server: drafts, finished entries, media, and what came down. One fact, one store; what
// changes together changes in one transaction.

import type { AckResult } from '../sync/outbox';
import type { Draft, Enrolment, Kept, MediaRef } from '../domain/types';
import { writing } from './database';
import type { Database, Meta, Row, StoredMedium, StoredRecording } from './database';

export interface Change {
  kind: string;
  id: string;
  op: 'put' | 'drop';
  body?: unknown;
}

/** What one exchange brought, to be kept at once or not at all. */
export interface Brought {
  acks: AckResult;
  changes: Change[];
  reset: boolean;
  cursor: string;
  epoch: string;
  at: number;
}

export class Outbox {
  constructor(private readonly db: Database) {}

  async meta<Key extends keyof Meta>(key: Key): Promise<Meta[Key] | undefined> {
    return (await this.db.get('meta', key)) as Meta[Key] | undefined;
  }

  async setMeta<Key extends keyof Meta>(key: Key, value: Meta[Key]): Promise<void> {
    await this.db.put('meta', value, key);
  }

  /** Keeps a new enrolment. What another enrolment had pulled is cleared; what it had recorded stays. */
  async enrol(enrolment: Enrolment): Promise<void> {
    const tx = writing(this.db, 'meta', 'rows');
    await Promise.all([
      tx.objectStore('meta').put(enrolment, 'enrolment'),
      tx.objectStore('meta').delete('cursor'),
      tx.objectStore('rows').clear(),
      tx.done,
    ]);
  }

  drafts(): Promise<Draft[]> {
    return this.db.getAll('drafts');
  }

  async saveDraft(draft: Draft): Promise<void> {
    const tx = writing(this.db, 'drafts');
    await Promise.all([tx.store.put(draft), tx.done]);
  }

  /** Forgets a draft and the media that nothing else needs. */
  async deleteDraft(id: string, keep: Set<string>): Promise<void> {
    const tx = writing(this.db, 'drafts', 'media');
    const draft = await tx.objectStore('drafts').get(id);
    const gone = Object.values(draft?.media ?? {}).filter((one) => !keep.has(one.sha256));
    await Promise.all([
      tx.objectStore('drafts').delete(id),
      ...gone.map((one) => tx.objectStore('media').delete(one.sha256)),
      tx.done,
    ]);
  }

  /** The moment a draft becomes a record: both in one transaction, so that it is never lost and never twice. */
  async finish(draftId: string, kept: Kept): Promise<void> {
    const tx = writing(this.db, 'drafts', 'entries');
    await Promise.all([tx.objectStore('entries').add(kept), tx.objectStore('drafts').delete(draftId), tx.done]);
  }

  entries(): Promise<Kept[]> {
    return this.db.getAll('entries');
  }

  /** Keeps everything one exchange brought: acknowledgements, rows, cursor and epoch, in one transaction. */
  async keep(brought: Brought): Promise<void> {
    const tx = writing(this.db, 'meta', 'entries', 'rows', 'media');
    const [meta, entries, rows, media] = ['meta', 'entries', 'rows', 'media'].map((name) => tx.objectStore(name as 'meta'));
    const work: Promise<unknown>[] = [];
    const { acks, changes, reset, cursor, epoch, at } = brought;
    for (const kept of acks.changed) work.push((entries as any).put(kept));
    for (const [id, rev] of acks.erased) work.push((entries as any).delete([id, rev]));
    for (const sha256 of acks.forgottenMedia) work.push((media as any).delete(sha256));
    if (reset) work.push((rows as any).clear());
    for (const change of changes) {
      if (change.op === 'drop') work.push((rows as any).delete([change.kind, change.id]));
      else work.push((rows as any).put({ kind: change.kind, id: change.id, body: change.body } as Row));
    }
    work.push((meta as any).put(cursor, 'cursor'), (meta as any).put(epoch, 'epoch'), (meta as any).put(at, 'lastSuccessAt'));
    await Promise.all([...work, tx.done]);
  }

  rows(): Promise<Row[]> {
    return this.db.getAll('rows');
  }

  medium(sha256: string): Promise<StoredMedium | undefined> {
    return this.db.get('media', sha256);
  }

  /** Every medium without its bytes: what lists need, and no photo in memory for it. */
  async mediaHeads(): Promise<Omit<StoredMedium, 'bytes'>[]> {
    const heads: Omit<StoredMedium, 'bytes'>[] = [];
    let cursor = await this.db.transaction('media').store.openCursor();
    while (cursor) {
      const { sha256, type, size, madeAt, uploadUrl, sentAt } = cursor.value;
      heads.push({ sha256, type, size, madeAt, uploadUrl, sentAt });
      cursor = await cursor.continue();
    }
    return heads;
  }

  async updateMedium(sha256: string, change: Partial<Pick<StoredMedium, 'uploadUrl' | 'sentAt'>>): Promise<void> {
    const tx = writing(this.db, 'media');
    const held = await tx.store.get(sha256);
    await Promise.all([held ? tx.store.put({ ...held, ...change }) : undefined, tx.done]);
  }

  /** Keeps a medium and the draft that now speaks of it, together. A recording it was made of is gone with it. */
  async attach(draft: Draft, medium: StoredMedium, recording?: string): Promise<void> {
    const tx = writing(this.db, 'drafts', 'media', 'recordings', 'chunks');
    const work: Promise<unknown>[] = [tx.objectStore('drafts').put(draft), tx.objectStore('media').put(medium)];
    if (recording) {
      work.push(tx.objectStore('recordings').delete(recording));
      work.push(tx.objectStore('chunks').delete(IDBKeyRange.bound([recording, 0], [recording, Infinity])));
    }
    await Promise.all([...work, tx.done]);
  }

  async startRecording(recording: StoredRecording): Promise<void> {
    const tx = writing(this.db, 'recordings');
    await Promise.all([tx.store.put(recording), tx.done]);
  }

  async addChunk(recording: string, n: number, bytes: ArrayBuffer): Promise<void> {
    const tx = writing(this.db, 'chunks');
    await Promise.all([tx.store.put(bytes, [recording, n]), tx.done]);
  }

  recordings(): Promise<StoredRecording[]> {
    return this.db.getAll('recordings');
  }

  /** All that was said, in order, as one file's bytes. */
  async heard(recording: string): Promise<ArrayBuffer> {
    const chunks = await this.db.getAll('chunks', IDBKeyRange.bound([recording, 0], [recording, Infinity]));
    return new Blob(chunks).arrayBuffer();
  }

  async forgetRecording(recording: string): Promise<void> {
    const tx = writing(this.db, 'recordings', 'chunks');
    await Promise.all([
      tx.objectStore('recordings').delete(recording),
      tx.objectStore('chunks').delete(IDBKeyRange.bound([recording, 0], [recording, Infinity])),
      tx.done,
    ]);
  }
}

export type { MediaRef, StoredMedium, StoredRecording };
