// What the phone reports of itself with every exchange.

import { oldest } from '../domain/age';
import type { EntryHead } from '../domain/types';
import type { Health } from '../sync/ports';
import type { StorageStatus } from './app';

/** What the coordinators' page shows of the phone. */
export function healthOf(
  unsent: EntryHead[],
  mediaBytes: number,
  here: { room: StorageStatus; drafts: number; monthBytes: number },
): Health {
  const since = oldest(unsent);
  return {
    unsent: unsent.length,
    oldest_unsent_at: since === null ? null : new Date(since).toISOString(),
    media_pending_bytes: mediaBytes,
    free_bytes: here.room.freeBytes,
    persisted: here.room.persisted,
    drafts: here.drafts,
    month_bytes: here.monthBytes,
    app_version: __VERSION__,
  };
}
