// What the first screen says: how much is here, how much has arrived, and why it waits. Pure.

import type { SyncStatus } from '../app/app';
import type { RecordView } from '../domain/types';
import { daysBetween, when } from '../i18n/format';
import type { Words } from '../i18n/fr';

export interface Glance {
  /** Finished and not yet sent. */
  here: number;
  oldestDays: number;
  /** Sent; those in safety are among them. */
  sent: number;
  safe: number;
  /** A reviewer asks. */
  toCorrect: number;
  /** The server objects to an answer. */
  toCheck: number;
}

export function glance(records: readonly RecordView[], moment: string): Glance {
  const unsent = records.filter((record) => record.sentAt === null);
  const oldest = Math.min(...unsent.map((record) => record.finishedAt));
  return {
    here: unsent.length,
    oldestDays: unsent.length ? daysBetween(new Date(oldest).toISOString(), moment) : 0,
    sent: records.length - unsent.length,
    safe: records.filter((record) => record.safe).length,
    toCorrect: records.filter((record) => record.question !== null).length,
    toCheck: records.filter((record) => record.needsCorrection && record.question === null).length,
  };
}

export interface SyncLine {
  text: string;
  /** Being offline is calm; only what the person must act on is a warning. */
  tone: 'calm' | 'warn';
  picture: string;
  running: boolean;
}

/** Where the exchange with the server stands, in one sentence. */
export function syncLine(status: SyncStatus, moment: string, words: Words): SyncLine {
  const said = words.syncSaid;
  if (status.phase === 'exchanging' || status.phase === 'uploading') return { text: words.syncRunning, tone: 'calm', picture: 'synchro', running: true };
  const calm = (text: string, picture: string): SyncLine => ({ text, tone: 'calm', picture, running: false });
  const warn = (text: string): SyncLine => ({ text, tone: 'warn', picture: 'alerte', running: false });
  switch (status.reason) {
    case 'offline':
      return calm(said.offline, 'hors-ligne');
    case 'slow-down':
      return calm(said.slow, 'hors-ligne');
    case 'server':
    case 'rejected':
      return calm(said.server, 'hors-ligne');
    case 'other-tab':
      return calm(said.elsewhere, 'synchro');
    case 'portal':
      return warn(said.portal);
    case 'revoked':
    case 'not-enrolled':
      return warn(said.revoked);
    case 'upgrade':
      return warn(said.upgrade);
    case 'storage':
      return warn(said.full);
    case null:
      return status.lastSuccessAt === null ? calm(said.never, 'envois') : calm(said.done(when(new Date(status.lastSuccessAt).toISOString(), moment, words)), 'state-sent');
  }
}
