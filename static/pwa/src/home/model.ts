// What the first screen says: how much is here, how much has arrived, and why it waits. Pure.

import type { SyncStatus } from '../app/app';
import { oldest } from '../domain/age';
import type { RecordView } from '../domain/types';
import { daysBetween, hour, size, when } from '../i18n/format';
import type { Words } from '../i18n/fr';

export interface Glance {
  /** Finished and not yet sent. */
  here: number;
  /** Null when no clock that was right can have dated any of them. */
  oldestDays: number | null;
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
  const since = oldest(unsent, Date.parse(moment));
  return {
    here: unsent.length,
    oldestDays: since === null ? null : daysBetween(new Date(since).toISOString(), moment),
    sent: records.length - unsent.length,
    safe: records.filter((record) => record.safe).length,
    toCorrect: records.filter((record) => record.question !== null).length,
    toCheck: records.filter((record) => record.needsCorrection && record.question === null).length,
  };
}

export interface SyncLine {
  text: string;
  /** What has yet to go, and when it is tried again; '' when there is nothing to say. */
  more: string;
  /** Being offline is calm; only what the person must act on is a warning. */
  tone: 'calm' | 'warn';
  picture: string;
  running: boolean;
}

/** The status of the exchange with the server: what goes, how much is left, why it waits. */
export function syncLine(status: SyncStatus, moment: string, words: Words): SyncLine {
  const { phase, unsent, mediaLeft, mediaBytesLeft } = status;
  const running = (text: string): SyncLine => ({ text, more: '', tone: 'calm', picture: 'synchro', running: true });
  if (phase === 'exchanging') return running(words.syncSending(unsent));
  if (phase === 'uploading') return running(words.syncUploading(mediaLeft, size(mediaBytesLeft, words)));
  return { ...whyItWaits(status, moment, words), more: whatWaits(status, moment, words), running: false };
}

function whatWaits(
  { unsent, mediaLeft, mediaBytesLeft, nextAt, reason }: SyncStatus,
  moment: string,
  words: Words,
): string {
  if (!unsent && !mediaLeft) return '';
  const left = words.stillToGo(unsent, mediaLeft, size(mediaBytesLeft, words));
  const soon = nextAt === null || reason === null || nextAt <= Date.parse(moment);
  return soon ? left : `${left} ${words.nextTry(hour(new Date(nextAt), words))}`;
}

function whyItWaits(
  { reason, lastSuccessAt }: SyncStatus,
  moment: string,
  words: Words,
): Pick<SyncLine, 'text' | 'tone' | 'picture'> {
  const texts = words.syncTexts;
  const calm = (text: string, picture: string) => ({ text, tone: 'calm' as const, picture });
  const warn = (text: string) => ({ text, tone: 'warn' as const, picture: 'alerte' });
  switch (reason) {
    case 'offline':
      return calm(texts.offline, 'hors-ligne');
    case 'slow-down':
      return calm(texts.slow, 'hors-ligne');
    case 'server':
      return calm(texts.server, 'hors-ligne');
    case 'rejected':
      return warn(texts.rejected);
    case 'too-large':
      return warn(texts.tooLarge);
    case 'setup':
      return warn(texts.setup);
    case 'wifi':
      return calm(texts.wifi, 'hors-ligne');
    case 'other-tab':
      return calm(texts.elsewhere, 'synchro');
    case 'portal':
      return warn(texts.portal);
    case 'revoked':
      return warn(texts.revoked);
    case 'not-enrolled':
      return warn(texts.unknown);
    case 'upgrade':
      return warn(texts.upgrade);
    case 'storage':
      return warn(texts.full);
    case null:
      return lastSuccessAt === null
        ? calm(texts.never, 'envois')
        : calm(texts.done(when(new Date(lastSuccessAt).toISOString(), moment, words)), 'state-sent');
  }
}
