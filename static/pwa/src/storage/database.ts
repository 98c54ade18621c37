// The phone's own database. The only folder that knows IndexedDB.

import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase, StoreNames } from 'idb';
import type { Draft, Enrolment, Kept, MediaRef } from '../domain/types';

/** A photo or voice, named by its hash, until it is no longer needed here. */
export interface StoredMedium {
  sha256: string;
  type: string;
  bytes: ArrayBuffer;
  size: number;
  madeAt: number;
  /** Where an upload under way lives on the server. */
  uploadUrl: string | null;
  /** When the server said that it holds it. */
  sentAt: number | null;
}

/** A voice being recorded: its chunks stand beside it, one a second. */
export interface StoredRecording {
  id: string;
  draft: string;
  question: string;
  type: string;
  startedAt: number;
}

export interface Row {
  kind: string;
  id: string;
  body: unknown;
}

export interface Meta {
  enrolment: Enrolment;
  cursor: string;
  epoch: string;
  recentPlaces: string[];
  lastSuccessAt: number;
  /** Bytes up and down, by month (`2026-11`). */
  bytes: Record<string, number>;
  language: string;
  photosWait: boolean;
}

export interface EchoSchema extends DBSchema {
  meta: { key: string; value: unknown };
  drafts: { key: string; value: Draft };
  entries: { key: [string, number]; value: Kept };
  media: { key: string; value: StoredMedium };
  recordings: { key: string; value: StoredRecording };
  chunks: { key: [string, number]; value: ArrayBuffer };
  rows: { key: [string, string]; value: Row; indexes: { kind: string } };
}

export type Database = IDBPDatabase<EchoSchema>;
export type Store = StoreNames<EchoSchema>;

export const VERSION = 1;

/** Opens the database, making or upgrading it. A tab that stands in the way of an upgrade lets go of it. */
export async function openDatabase(name = 'echo', onLost: () => void = () => undefined): Promise<Database> {
  const database: Database = await openDB<EchoSchema>(name, VERSION, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('meta');
        db.createObjectStore('drafts', { keyPath: 'id' });
        db.createObjectStore('entries', { keyPath: ['id', 'rev'] });
        db.createObjectStore('media', { keyPath: 'sha256' });
        db.createObjectStore('recordings', { keyPath: 'id' });
        db.createObjectStore('chunks');
        db.createObjectStore('rows', { keyPath: ['kind', 'id'] }).createIndex('kind', 'kind');
      }
    },
    blocking() {
      database.close();
      onLost();
    },
    terminated: onLost,
  });
  return database;
}

/** A writing transaction that is on the disk when it is done. The default is only handed to the system (1 flush in 20). */
export function writing<Names extends Store[]>(database: Database, ...stores: Names) {
  return database.transaction(stores, 'readwrite', { durability: 'strict' });
}

export type { Draft, Kept, MediaRef };
