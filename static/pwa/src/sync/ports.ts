// What goes over the wire (docs/protocol.md), and what the engine asks of storage, net and device.

import type { SyncReason } from '../domain/failure';
import type { Kind } from '../domain/thrift';
import type { Entry, EntryHead } from '../domain/types';
import type { Change, ExchangeRequest, ExchangeResponse, Health, NewKeys } from '../domain/wire';

export type { Ack, Change, ExchangeResponse as ExchangeAnswer, Health } from '../domain/wire';

/** How an entry of a locked phone travels: base64 of what only its programme opens. */
export interface SealedEntry {
  id: string;
  rev: number;
  sealed: string;
}

/** What opens the server's door: the phone's token and its cursor; of a locked phone, what lets it hand over and no more. */
export interface Pass {
  token: string;
  locked: boolean;
  cursor: string | null;
  /** Keys that the server is asked to take. */
  keys?: NewKeys | undefined;
}

/** What came of storing an answer: the kinds of rows that changed, whether the server is another one than before, and whether this
 * phone has new keys to offer or to use. */
export interface AnswerEffects {
  kinds: string[];
  newEpoch: boolean;
  again: boolean;
}

/** What the engine asks with: the request, and whose it is. */
export interface ExchangeAsk extends ExchangeRequest {
  token: string;
  cursor: string | null;
  entries: (Entry | SealedEntry)[];
  health: Health;
}

/** A photo or voice, without its bytes. */
export interface MediumHead {
  sha256: string;
  type: string;
  size: number;
  madeAt: number;
  /** Where an upload under way lives on the server. */
  uploadUrl: string | null;
  /** When the server acknowledged it. */
  sentAt: number | null;
  /** SHA-256 of the bytes that are stored and sent, where they are the content sealed to the programme. */
  sealed?: string;
  /** Of a file that is carried for another phone: what it said of itself, then what the server said of it. */
  carried?: {
    name: string;
    records: number;
    media: number;
    state?: 'received' | 'imported' | 'unreadable';
    kept?: number;
    damaged?: number;
  };
}

/** A medium on its way up. */
export interface Sending {
  token: string;
  sha256: string;
  type: string;
  bytes: ArrayBuffer;
  /** As in its head. */
  sealed?: string | undefined;
  /** Where an earlier attempt lives; null when there is none. */
  url: string | null;
  /** Bytes in one request. */
  chunk: number;
  /** Called as soon as the server has given the upload an address, and waited for, so that it outlives us. */
  onUrl(url: string): Promise<void>;
  onProgress(sent: number): void;
  onBytes: OnBytes;
}

/** Hears of bytes up and down as they are spent, and on what. */
export type OnBytes = (count: number, kind: Kind) => void;

/** A reset under way: its generation, and the names of the parts still to come. */
export interface Arriving {
  gen: number;
  parts: string[];
}

/** The most bytes of entries, and of a photo's piece, that a request may carry; and since when this is known. */
export interface Limits {
  batch: number;
  piece: number;
  at: number;
}

export interface LimitStorage {
  limits(): Promise<Limits | undefined>;
  keepLimits(limits: Limits): Promise<void>;
}

export interface SyncStorage extends LimitStorage {
  arriving(): Promise<Arriving | null>;
  keepPart(name: string, changes: Change[]): Promise<string[]>;
  dropArriving(): Promise<void>;
  /** Undefined before enrolment. */
  pass(): Promise<Pass | undefined>;
  entries(): Promise<EntryHead[]>;
  /** As they go into a request. */
  toSend(batch: EntryHead[]): Promise<(Entry | SealedEntry)[]>;
  /** Stores the answer of an exchange, all of it or nothing. */
  keep(answer: ExchangeResponse, batch: EntryHead[], at: number): Promise<AnswerEffects>;
  mediaHeads(): Promise<MediumHead[]>;
  bytesOf(sha256: string): Promise<ArrayBuffer | undefined>;
  updateMedium(sha256: string, change: Partial<Pick<MediumHead, 'uploadUrl' | 'sentAt'>>): Promise<void>;
}

export interface SyncNet {
  /** The text of a snapshot's part. Rejects with NetError. */
  part(token: string, name: string, onBytes: OnBytes): Promise<string>;
  /** Rejects with NetError. */
  exchange(asked: ExchangeAsk, onBytes: OnBytes): Promise<ExchangeResponse>;
  /** Rejects with NetError; what got through stays there. */
  send(what: Sending): Promise<void>;
}

export interface SyncPorts {
  storage: SyncStorage;
  net: SyncNet;
  now(): number;
  /** ms by a clock that nobody can set. */
  elapsed(): number;
  /** 0 to 1. */
  chance(): number;
  nonce(): string;
  health(unsent: EntryHead[], mediaBytes: number): Health;
  /** Runs the work unless another tab is at it; returns whether it ran. */
  alone(work: () => Promise<void>): Promise<boolean>;
  /** Whether a medium of this type may use the connection of the moment. */
  mayGo(type: string): boolean;
  /** Records or media changed, and rows of these kinds. */
  onChange(kinds: string[]): Promise<void> | void;
  onPhase(phase: 'idle' | 'exchanging' | 'uploading'): void;
  /** Bytes of the medium under way that the server holds. */
  onProgress(sha256: string, sent: number): void;
  onBytes: OnBytes;
  onEnd(end: { reason: SyncReason | null; nextInMs: number | null }): void;
}
