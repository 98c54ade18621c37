// The phone's own database. The only folder that knows IndexedDB.

import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Definition, Draft, Enrolment, Kept } from '../domain/types';
import type { MediumHead } from '../sync/ports';
import type { Arriving } from '../sync/snapshot';

/** A voice being recorded: its chunks stand beside it, one a second. */
export interface StoredRecording {
  id: string;
  draft: string;
  question: string;
  type: string;
  startedAt: number;
}

/** A row that came down. */
export interface Row {
  kind: string;
  id: string;
  body: unknown;
  /** Of which start anew it is (sync/snapshot.ts). */
  gen?: number;
}

export interface Meta {
  /** The start anew that rows are written under now. */
  gen: number;
  arriving: Arriving;
  enrolment: Enrolment;
  cursor: string;
  epoch: string;
  recentPlaces: string[];
  lastSuccessAt: number;
  /** Bytes up and down, by month (`2026-11`). */
  bytes: Record<string, number>;
  language: string;
  photosWait: boolean;
  earFirst: boolean;
}

export interface EchoSchema extends DBSchema {
  meta: { key: string; value: unknown };
  drafts: { key: string; value: Draft };
  entries: { key: [string, number]; value: Kept };
  /** Photos and voices, named by their hash; their bytes stand apart, so that lists are read without them. */
  media: { key: string; value: MediumHead };
  bytes: { key: string; value: ArrayBuffer };
  recordings: { key: string; value: StoredRecording };
  /** By recording and number. */
  chunks: { key: [string, number]; value: ArrayBuffer };
  rows: { key: [string, string]; value: Row; indexes: { kind: string } };
  /** By `definitionKey`: the ones that drafts and records still name, after newer ones came. */
  definitions: { key: string; value: Definition };
}

export type Database = IDBPDatabase<EchoSchema>;
export type Store = StoreNames<EchoSchema>;

/** Versions of the schema, by name. A new one is a new line here and a new step in `upgrade`. */
export const SCHEMA = { first: 1 };
const CURRENT = SCHEMA.first;

function upgrade(db: Database, from: number): void {
  if (from < SCHEMA.first) {
    db.createObjectStore('meta');
    db.createObjectStore('drafts', { keyPath: 'id' });
    db.createObjectStore('entries', { keyPath: ['id', 'rev'] });
    db.createObjectStore('media', { keyPath: 'sha256' });
    db.createObjectStore('bytes');
    db.createObjectStore('recordings', { keyPath: 'id' });
    db.createObjectStore('chunks');
    db.createObjectStore('rows', { keyPath: ['kind', 'id'] }).createIndex('kind', 'kind');
    db.createObjectStore('definitions');
  }
}

/** Opens the database, making or upgrading it. `onLost` is called when the browser took it away, or when this page let
 * go of it so that a newer page could upgrade it: nothing can be kept any more until the page is loaded anew. */
export async function openDatabase(name: string, onLost: () => void): Promise<Database> {
  const database: Database = await openDB<EchoSchema>(name, CURRENT, {
    upgrade,
    blocking() {
      database.close();
      onLost();
    },
    terminated: onLost,
  });
  return database;
}

/** Writes in one transaction, which is on the disk when this resolves (the default is only handed to the system: 1 flush in
 * 20). When anything fails, nothing of it is kept. */
export async function together<Names extends Store[], Result>(
  database: Database,
  stores: Names,
  work: (tx: IDBPTransaction<EchoSchema, Names, 'readwrite'>) => Promise<Result> | Result,
): Promise<Result> {
  const tx = database.transaction(stores, 'readwrite', { durability: 'strict' });
  try {
    const result = await work(tx);
    await tx.done;
    return result;
  } catch (error) {
    quietly(tx.done);
    try {
      tx.abort();
    } catch {
      // It had ended by itself.
    }
    throw error;
  }
}

/** A step of a transaction: when it fails the whole transaction does, and `together` tells. */
export function quietly(step: Promise<unknown>): void {
  step.catch(() => undefined);
}

export const definitionKey = (name: string, version: string): string => `${name} ${version}`;
