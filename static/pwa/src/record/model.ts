// The living receipt: the chain of what became of a record, oldest first, and what comes next. Pure.

import type { Fate, RecordView } from '../domain/types';
import type { ShownState } from '../ui/state';

export interface Link {
  state: ShownState;
  /** ISO 8601; null when the moment is not known, as for the backup. */
  at: string | null;
  /** False for what has not happened yet. */
  past: boolean;
  fate?: Fate;
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** `isState` tells words of the server that this app knows from newer ones, which are left out. */
export function chain(record: RecordView, isState: (word: string) => word is ShownState): Link[] {
  const own: Link[] = [{ state: 'finished', at: iso(record.finishedAt), past: true }];
  if (record.sentAt !== null) own.push({ state: 'sent', at: iso(record.sentAt), past: true });
  const fates = record.fates
    .filter((fate) => isState(fate.state))
    .map((fate): Link => ({ state: fate.state as ShownState, at: fate.at, past: true, fate }));
  fates.sort((a, b) => ((a.at as string) < (b.at as string) ? -1 : 1));
  // The phone's clock and the server's may differ: what the phone did stands first, whatever they say.
  const safe: Link[] = record.safe ? [{ state: 'safe', at: null, past: true }] : [];
  const all = [...own, ...safe, ...fates];
  if (record.state === 'quarantined' || record.state === 'conflict') all.push({ state: record.state, at: null, past: true });
  return [...all, ...ahead(record)];
}

function ahead(record: RecordView): Link[] {
  const later = (state: ShownState): Link => ({ state, at: null, past: false });
  if (record.sentAt === null) return [later('sent'), later('safe')];
  return record.safe ? [] : [later('safe')];
}
