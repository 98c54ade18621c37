// Written by `python -m schemas.typescript` from schemas/; not by hand. What it means: docs/protocol.md.

/** How a phone is doing. Every field may be missing: an odd phone must still be able to hand over its records. */
export interface Health {
  unsent?: number | null;
  oldest_unsent_at?: string | null;
  media_pending_bytes?: number | null;
  free_bytes?: number | null;
  persisted?: boolean | null;
  drafts?: number | null;
  month_bytes?: number | null;
  app_version?: string | null;
}

/** What a phone proposes to show and to sign with from its next exchange on. */
export interface NewKeys {
  posting: string;
  public_key: string;
  token: string;
}

/** What a phone sends. */
export interface ExchangeRequest {
  nonce: string;
  clock?: string | null;
  cursor?: string | null;
  entries?: unknown[];
  health?: unknown | null;
  snapshots?: boolean;
  carried?: string[];
  reports?: unknown | null;
  keys?: unknown | null;
}

/** Why an entry is in quarantine; what comes after the reason is what a sentence about it can name. */
export interface Fault {
  field: string;
  reason: string;
  message?: Record<string, string>;
  limit?: number;
  instrument?: string;
  version?: string;
}

/** The answer for one entry, in the order sent. */
export interface Ack {
  id: string | null;
  rev: number | null;
  outcome: 'stored' | 'known' | 'quarantined' | 'conflict' | 'erased';
  position?: number;
  errors?: Fault[];
}

/** One row that travels down. */
export interface Change {
  kind: 'programme' | 'place' | 'project' | 'instrument' | 'vocabulary' | 'record' | 'prompt' | 'fate' | 'need' | 'reply';
  id: string;
  op: 'put' | 'drop';
  body?: object;
}

/** One piece of a snapshot: the SHA-256 of its JSON text, and its bytes on the way. */
export interface SnapshotPart {
  hash: string;
  bytes: number;
}

/** Where everything shared of this scope is to be fetched, and how many rows it is. */
export interface Snapshot {
  parts: SnapshotPart[];
  rows: number;
}

/** What the phone may see and record. */
export interface Scope {
  programme: string;
  place: string;
  place_name: string;
  place_path: string;
  instruments: string[] | null;
}

/** What became of a file that this phone carries for another. */
export interface Carried {
  sha256: string;
  state: 'unknown' | 'received' | 'imported' | 'unreadable';
  kept: number;
  damaged: number;
  safe: boolean;
}

/** What the server answers. */
export interface ExchangeResponse {
  nonce: string;
  clock: string;
  epoch: string;
  safe: number;
  acks: Ack[];
  missing: string[];
  changes: Change[];
  cursor: string;
  more: boolean;
  reset?: boolean;
  snapshot?: Snapshot;
  scope?: Scope;
  carried?: Carried[];
  reports?: string[];
  keys?: string;
  renew?: boolean;
}

/** What a phone says of itself. */
export interface Phone {
  name: string;
  platform: string;
  app_version: string;
}

/** What a phone was enrolled as before: it wants to go on with the records that it holds. */
export interface Former {
  programme: string;
  person_id: string;
  device_id: string;
  token: string;
}

/** What a phone made for itself: of its secrets the server gets hashes only. */
export interface PhoneKeys {
  posting: string;
  public_key: string;
}

/** A one-time code, and the phone that shows it. */
export interface EnrolRequest {
  code: string;
  device: Phone;
  former?: Former;
  keys?: PhoneKeys;
}

/** Whose phone it is. */
export interface Person {
  id: string;
  name: string;
  role: string;
  language: string;
}

/** The programme it belongs to. */
export interface Programme {
  id: string;
  name: Record<string, string>;
  languages: string[];
  public_key: string | null;
}

/** The token is shown this once. */
export interface EnrolResponse {
  token: string;
  device_id: string;
  person: Person;
  scope: Scope;
  programme: Programme;
  epoch: string;
  keys?: string;
}
