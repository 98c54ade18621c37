// Which records are carried by hand, and how their files are called.

import type { EntryHead } from '../domain/types';

export const TYPE = 'application/vnd.echo+zip';

/** Entries that the server may not have, or not safely; with the revisions oldest first. */
export function toCarry<One extends EntryHead>(entries: One[]): One[] {
  return entries.filter((one) => !one.safe).sort((a, b) => a.finishedAt - b.finishedAt || a.rev - b.rev);
}
