// What the phone keeps and shows. Wire types are those of docs/protocol.md.

import type { Ack, EnrolResponse, Fault, NewKeys } from './wire';
import type { RecordState } from './states';
import type { Answers, Definition, Translations } from './definition';

export type Mode = 'alone' | 'assisted' | 'group';

export interface Consent {
  version: string;
  language: string;
  given_by: 'oral' | 'tick' | 'group';
  attribution: 'anonymous' | 'named';
  uses: Record<string, boolean>;
}

export interface Position {
  lat: number;
  lon: number;
  accuracy_m: number;
}

export interface MediaRef {
  sha256: string;
  type: string;
  bytes: number;
  question: string;
}

/** What goes into an entry's body; see docs/protocol.md. */
export interface Body {
  instrument: string;
  instrument_version: string;
  programme: string;
  place: string;
  project: string | null;
  author: string;
  recorded_at: string;
  duration_ms: number;
  mode: Mode;
  location: (Position & { source: 'gps' }) | null;
  consent: Consent;
  answers: Answers;
  media: MediaRef[];
  reply_to: { decision: string; text: string } | null;
  /** Somebody asked for help: the question that opened the danger door. Then there are no answers. */
  danger?: string;
  /** The record's spoken code, the same in all of its revisions. */
  code?: string;
}

/** The unit that travels up. */
export interface Entry {
  id: string;
  rev: number;
  digest: string;
  body: string;
}

export type { Fault };
export type Outcome = Ack['outcome'];

/** Whose phone this is and for what area; made at enrolment. The token never leaves the storage and net folders. */
export type Enrolment = Omit<EnrolResponse, 'epoch' | 'keys'> & { keys?: OwnKeys };

/** What this phone made for itself: what it signs with, and the key of what it shows while it is locked. A phone has none until
 * the server asks for them. */
export interface OwnKeys {
  signing: JsonWebKey;
  public_key: string;
  posting: string;
}

/** Keys and a token that the server is asked to take, and how it is asked. */
export interface PendingKeys {
  token: string;
  own: OwnKeys;
  asked: NewKeys;
}

export interface ConsentScope {
  name: string;
  required?: boolean;
  label: Translations;
  hint?: Translations;
  picture?: string | null;
}

/** Pulled rows, by kind. */
export interface Programme {
  id: string;
  name: Translations;
  languages: string[];
  /** What they are called. */
  language_names?: Record<string, Translations>;
  consent: { version: string; text: Translations; scopes: ConsentScope[] };
  place: string;
  public_key?: string | null;
  /** What is sealed to the protection officers, where they have made a key. */
  protection?: string;
  /** Whom to call behind the danger door, and the numbers that anybody in the country may call. */
  trusted?: TrustedPerson[];
  helplines?: { number: string; label: Translations; picture?: string | null }[];
}

/** A trusted person of the programme. */
export interface TrustedPerson {
  id: string;
  name: string;
  phone: string;
  /** Of the place for which they are there, and all below it. */
  path: string;
  role: Translations;
  hours: Translations;
  languages: string[];
  /** Name, number and hours in one sentence. */
  say: Translations;
  /** Made up, for a demonstration. */
  example?: boolean;
}

export interface Place {
  code: string;
  parent: string | null;
  name: string;
  level: string;
  label: string;
  lat?: number;
  lng?: number;
}

export interface Project {
  id: string;
  title: string;
  organisations: string[];
  place: string | null;
  sector: string | null;
  status: string | null;
}

export interface Term {
  code: string;
  label: Translations;
  picture?: string;
  say?: Translations;
  /** Being known to have spoken of it can harm someone. */
  sensitive?: boolean;
}

/** One thing that became of a record, on its timeline. */
export interface StatusEvent {
  id: string;
  state: string;
  at: string;
  rev: number;
  reason?: string;
  message?: string;
  /** The message as it was recorded: SHA-256 and bytes. */
  sound?: [string, number];
}

/** The published timeline of a record, as it comes down to its author's phone. */
export interface RecordTimeline {
  id: string;
  rev: number;
  state: string;
  events: StatusEvent[];
}

/** How far a record of the place came, for whoever has its code: nothing else is known of it. */
export interface CodeStatus {
  code: string;
  state: string;
  /** Since which day: `2026-11-27`. */
  date: string;
}

/** Something being filled in: saved answer by answer, several at a time. */
export interface Draft {
  id: string;
  /** The revision it will become; above 1 it corrects a record of the same id. */
  rev: number;
  instrument: string;
  version: string;
  place: string | null;
  answers: Answers;
  mode: Mode;
  consent: Consent | null;
  /** What was captured for this draft, by question. */
  media: Record<string, MediaRef>;
  /** The reviewer's decision that this draft answers; null when it answers none. */
  replyTo: string | null;
  /** What the author answers to the reviewer's question; '' when nothing yet. */
  replyText: string;
  startedAt: number;
  changedAt: number;
  spentMs: number;
  /** Of a correction: the record's spoken code, where its body named one. */
  code?: string | undefined;
}

/** A finished revision on this phone, until every reason to keep it is gone: what may be known of it while its author's profile
 * is locked. */
export interface EntryHead {
  id: string;
  rev: number;
  finishedAt: number;
  /** Bytes that it takes in a request, about. */
  size: number;
  /** When the server acknowledged it; null while it is unsent. */
  sentAt: number | null;
  /** Its place in the ledger. */
  position: number | null;
  /** In a verified backup. */
  safe: boolean;
  outcome: Outcome | null;
  faults: Fault[];
  media: Pick<MediaRef, 'sha256' | 'type' | 'bytes'>[];
  /** Nothing will ever be answered to it, so no receipt keeps it here. */
  unanswered?: true;
}

/** The rest of it, which only its author reads here. */
export interface EntryContent {
  digest: string;
  body: string;
  instrument: string;
  version: string;
  place: string;
  summary: string;
  media: MediaRef[];
  /** A call for help: in no list of this phone. */
  danger?: true;
  /** As in its body. */
  code?: string | undefined;
}

export type OpenedEntry = EntryHead & EntryContent;

/** A record as lists and its own screen show it: its latest revision and what became of it. */
export interface RecordView {
  id: string;
  rev: number;
  instrument: string;
  place: string;
  summary: string;
  /** As its body names it. */
  code?: string | undefined;
  finishedAt: number;
  sentAt: number | null;
  safe: boolean;
  state: RecordState;
  events: StatusEvent[];
  faults: Fault[];
  mediaLeft: number;
  mediaOf: number;
  /** The reviewer's open question, when there is one. */
  question: StatusEvent | null;
  /** True when the person must do something. */
  needsCorrection: boolean;
}

export type { Answers, Definition, Translations };
