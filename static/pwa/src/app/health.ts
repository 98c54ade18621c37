// What the phone tells of itself with every exchange, and what the exchanges cost.

import type { Held } from '../domain/types';
import type { Shared } from '../storage/shared';
import type { Health } from '../sync/ports';
import type { StorageStatus } from './app';

/** What the phone tells the coordinators' page about itself. */
export function healthOf(unsent: Held[], mediaBytes: number, here: { room: StorageStatus; drafts: number; monthBytes: number }): Health {
  return {
    unsent: unsent.length,
    oldest_unsent_at: unsent.length ? new Date(Math.min(...unsent.map((one) => one.finishedAt))).toISOString() : null,
    media_pending_bytes: mediaBytes,
    free_bytes: here.room.freeBytes,
    persisted: here.room.persisted,
    drafts: here.drafts,
    month_bytes: here.monthBytes,
    app_version: __VERSION__,
  };
}

/** Writes down bytes spent, and tells how many there were this month. */
export async function spentThisMonth(shared: Shared, now: number, spent: number): Promise<number> {
  const month = new Date(now).toISOString().slice(0, 7);
  const before = (await shared.setting('bytes'))?.[month] ?? 0;
  if (spent) await shared.set('bytes', { [month]: before + spent });
  return before + spent;
}
