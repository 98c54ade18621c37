// The database of one person on this phone. This folder is the only one that knows IndexedDB. What a person said, what they
// photographed, who they are and what was answered to them is stored sealed (vault.ts); what must be known while they are
// away, to send what is finished, is stored openly: numbers, hashes, and sealed items that only their programme opens.

import { deleteDB, openDB } from 'idb';
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Definition, EntryHead } from '../domain/types';
import type { Arriving, Limits, MediumHead } from '../sync/ports';
import { twice } from './connection';
import type { Lock, SealedValue } from './vault';

/** A draft; `media` are the hashes it speaks of. */
export interface StoredDraft {
  id: string;
  rev: number;
  changedAt: number;
  media: string[];
  draft: SealedValue;
}

/** A finished revision: what may be known of it, its sealed item (`letter`), and the rest for its author (`said`). Phones hold
 * rows with these names. */
export interface StoredEntry extends EntryHead {
  letter: ArrayBuffer;
  said: SealedValue;
}

/** A photo or a voice. Its bytes are a sealed item; `own` is that item's own key. A file that is carried for another phone has
 * none. */
export interface StoredMedium extends MediumHead {
  own?: SealedValue;
}

/** A voice being recorded: its chunks are stored beside it, one a second. */
export interface Recording {
  id: string;
  draft: string;
  question: string;
  type: string;
  startedAt: number;
}

/** A row that came down. Of what became of records the body is sealed. */
export interface Row {
  kind: string;
  id: string;
  body?: unknown;
  sealed?: SealedValue;
  /** Of which start anew it is (sync/snapshot.ts). */
  gen?: number;
}

/** What lets a locked phone hand over, and says in whose name. */
export interface PostingCredentials {
  token: string;
  device: string;
  programme: string;
}

export interface Meta {
  /** The start anew that rows are written under now. */
  gen: number;
  arriving: Arriving;
  cursor: string;
  epoch: string;
  lastSuccessAt: number;
  /** The server's clock at that moment: ages are counted by it, for the phone's may be years off. */
  serverAt: number;
  /** What something before the server was found to let through. */
  limits: Limits;
  posting: PostingCredentials;
  /** How its owner finds and opens it, should what is shared on this phone be gone. */
  profile: { picture: string; lock: Lock; madeAt: number };
  /** What is stored is still to be sealed anew: it was made under another token, or before this phone had `keys` of its own. */
  resealing: boolean | 'keys';
  /** Chosen here; else it is the person's own. */
  language: string;
  /** Of domain/types `Enrolment`. */
  enrolment: SealedValue;
  /** Of domain/types `PendingKeys`: those that the server has not confirmed yet. */
  nextKeys: SealedValue;
  recentPlaces: SealedValue;
  /** Of domain/place-reply `RepliesSeen`. */
  repliesSeen: SealedValue;
}

export interface EchoSchema extends DBSchema {
  meta: { key: string; value: unknown };
  drafts: { key: string; value: StoredDraft };
  entries: { key: [string, number]; value: StoredEntry };
  /** Photos and voices, named by the hash of their content; their bytes are stored apart, so that lists are read without them. */
  media: { key: string; value: StoredMedium };
  bytes: { key: string; value: ArrayBuffer };
  recordings: { key: string; value: { id: string; recording: SealedValue } };
  /** By recording and number. */
  chunks: { key: [string, number]; value: SealedValue };
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

/** `taken`: the browser closed the connection; it may be opened anew. `wanted`: a newer page wants to upgrade the database, or
 * somebody to remove it; the connection closes once what this returns has settled. */
export type OnLost = (why: 'taken' | 'wanted') => void | Promise<void>;

/** Opens the database, making or upgrading it. */
export async function openDatabase(name: string, onLost: OnLost): Promise<Database> {
  const database: Database = await openDB<EchoSchema>(name, CURRENT, {
    upgrade,
    blocking: () => void release(database, onLost),
    terminated: () => void onLost('taken'),
  });
  return database;
}

export async function release(connection: { close(): void }, onLost: OnLost): Promise<void> {
  try {
    await onLost('wanted');
  } finally {
    connection.close();
  }
}

/** The names of all our databases in this browser; none where it does not list them. */
export async function databaseNames(): Promise<string[]> {
  return ((await indexedDB.databases?.()) ?? []).flatMap(({ name }) => name ?? []);
}

/** Removes a database and all that is in it. */
export const deleteDatabase = (name: string): Promise<void> => deleteDB(name);

/** Writes in one transaction, which is on the disk when this resolves (the default is only handed to the system: 1 flush in
 * 20). When anything fails, nothing of it is stored; what may pass is tried once more. Nothing but the database may be waited
 * for in it. */
export function together<Names extends Store[], Result>(
  database: Database,
  stores: Names,
  work: Work<Names, Result>,
): Promise<Result> {
  return twice(database, () => once(database, stores, work));
}

type Work<Names extends Store[], Result> = (
  tx: IDBPTransaction<EchoSchema, Names, 'readwrite'>,
) => Promise<Result> | Result;

async function once<Names extends Store[], Result>(
  database: Database,
  stores: Names,
  work: Work<Names, Result>,
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

/** A step of a transaction: when it fails the whole transaction does, and `together` rejects. */
export function quietly(step: Promise<unknown>): void {
  step.catch(() => undefined);
}

/** As what the rest of an entry is sealed. */
export const contentName = (id: string, rev: number): string => `entries/${id}.${rev}`;

export const definitionKey = (name: string, version: string): string => `${name} ${version}`;
