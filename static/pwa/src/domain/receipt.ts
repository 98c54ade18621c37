// A record as people see it: its latest revision and everything that became of it. Pure.

import type { Fate, Kept, RecordFate, RecordState, RecordView } from './types';

/** The views of all records, latest first. `unsentMedia` are hashes that have not reached the server. */
export function recordViews(kept: Kept[], fates: Map<string, RecordFate>, unsentMedia: Set<string>): RecordView[] {
  const latest = new Map<string, Kept>();
  for (const one of kept) {
    const other = latest.get(one.id);
    if (!other || one.rev > other.rev) latest.set(one.id, one);
  }
  return Array.from(latest.values())
    .map((one) => view(one, fates.get(one.id), unsentMedia))
    .sort((a, b) => b.finishedAt - a.finishedAt);
}

function view(kept: Kept, fate: RecordFate | undefined, unsentMedia: Set<string>): RecordView {
  const state = stateOf(kept, fate);
  const question = state === 'needs_correction' ? lastOf(fate, 'needs_correction') : null;
  return {
    id: kept.id,
    rev: kept.rev,
    instrument: kept.instrument,
    place: kept.place,
    summary: kept.summary,
    finishedAt: kept.finishedAt,
    sentAt: kept.sentAt,
    safe: kept.safe,
    state,
    fates: fate?.events ?? [],
    faults: kept.faults,
    mediaLeft: kept.media.filter((one) => unsentMedia.has(one.sha256)).length,
    mediaOf: kept.media.length,
    question,
    needsCorrection: state === 'needs_correction' || state === 'quarantined' || state === 'conflict',
  };
}

/** Where a record stands. What the Lab said of an older revision does not count for a newer one on its way. */
export function stateOf(kept: Kept, fate: RecordFate | undefined): RecordState {
  if (fate?.state === 'erased') return 'erased';
  if (kept.sentAt === null) return 'finished';
  if (kept.outcome === 'quarantined' && !(fate && fate.rev >= kept.rev)) return 'quarantined';
  if (kept.outcome === 'conflict') return 'conflict';
  const told = fate && fate.rev >= kept.rev ? lastKnown([...fate.events.map((event) => event.state), fate.state]) : 'received';
  if (told !== 'received') return told;
  return kept.safe ? 'safe' : 'sent';
}

/** The states that the Lab tells. */
const AT_THE_LAB: readonly string[] = ['received', 'read', 'in_review', 'accepted', 'needs_correction', 'rejected', 'merged', 'in_portfolio', 'funded', 'done'];

/** The last of these that this app knows: a newer server may tell of states that it does not. */
export function lastKnown(states: readonly string[]): RecordState {
  const known = states.filter((state) => AT_THE_LAB.includes(state));
  return (known[known.length - 1] ?? 'received') as RecordState;
}

function lastOf(fate: RecordFate | undefined, state: string): Fate | null {
  const found = (fate?.events ?? []).filter((event) => event.state === state);
  return found[found.length - 1] ?? null;
}
