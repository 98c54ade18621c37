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
  fates.sort((a, b) => Date.parse(a.at as string) - Date.parse(b.at as string));
  // The phone's clock and the server's may differ: what the phone did stands first, whatever they say.
  const safe: Link[] = record.safe ? [{ state: 'safe', at: null, past: true }] : [];
  const all = [...own, ...safe, ...fates];
  if (record.state === 'quarantined' || record.state === 'conflict') all.push({ state: record.state, at: null, past: true });
  return [...all, ...ahead(record)];
}

/** The way that a record goes when all goes well. Only needs go on into the portfolio. */
const AT_THE_LAB: ShownState[] = ['read', 'accepted'];
const AFTERWARDS: ShownState[] = ['in_portfolio', 'funded', 'done'];
const NEEDS = ['besoin'];
/** Where this way ends early. */
const ENDS: ShownState[] = ['rejected', 'merged', 'erased'];

function ahead(record: RecordView): Link[] {
  const onPhone: ShownState[] = [...(record.sentAt === null ? (['sent'] as const) : []), ...(record.safe ? [] : (['safe'] as const))];
  const way = [...AT_THE_LAB, ...(NEEDS.includes(record.instrument) ? AFTERWARDS : [])];
  const at = way.indexOf(record.state === 'in_review' ? 'read' : record.state === 'needs_correction' ? 'read' : record.state);
  const onwards = ENDS.includes(record.state) ? [] : way.slice(at + 1);
  return [...onPhone, ...onwards].map((state) => ({ state, at: null, past: false }));
}
