// A record as people see it: its latest revision and everything that became of it. Pure.

import {
  CONFLICT,
  ERASED,
  FINISHED,
  NEEDS_CORRECTION,
  PUBLIC,
  QUARANTINED,
  RECEIVED,
  SAFE,
  SENT,
  TO_MEND,
} from './states';
import type { RecordState } from './states';
import type { StatusEvent, Kept, RecordTimeline, RecordView } from './types';

/** The views of all records, latest first. `unsentMedia` are hashes that have not reached the server. */
export function recordViews(
  kept: Kept[],
  timelines: Map<string, RecordTimeline>,
  unsentMedia: Set<string>,
): RecordView[] {
  const latest = new Map<string, Kept>();
  for (const one of kept) {
    const other = latest.get(one.id);
    if (!other || one.rev > other.rev) latest.set(one.id, one);
  }
  return Array.from(latest.values())
    .map((one) => view(one, timelines.get(one.id), unsentMedia))
    .sort((a, b) => b.finishedAt - a.finishedAt);
}

function view(kept: Kept, timeline: RecordTimeline | undefined, unsentMedia: Set<string>): RecordView {
  const state = stateOf(kept, timeline);
  const question = state === NEEDS_CORRECTION ? lastOf(timeline, NEEDS_CORRECTION) : null;
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
    events: timeline?.events ?? [],
    faults: kept.faults,
    mediaLeft: kept.media.filter((one) => unsentMedia.has(one.sha256)).length,
    mediaOf: kept.media.length,
    question,
    needsCorrection: TO_MEND.includes(state),
  };
}

/** The state of a record. What the Lab said of an older revision does not count for a newer one on its way. */
export function stateOf(kept: Kept, timeline: RecordTimeline | undefined): RecordState {
  if (timeline?.state === ERASED) return ERASED;
  if (kept.sentAt === null) return FINISHED;
  if (kept.outcome === QUARANTINED && !(timeline && timeline.rev >= kept.rev)) return QUARANTINED;
  if (kept.outcome === CONFLICT) return CONFLICT;
  const published =
    timeline && timeline.rev >= kept.rev
      ? lastKnown([...timeline.events.map((event) => event.state), timeline.state])
      : RECEIVED;
  if (published !== RECEIVED) return published;
  return kept.safe ? SAFE : SENT;
}

/** The last of these that this app knows: a newer server may send others. */
export function lastKnown(states: readonly string[]): RecordState {
  const known = states.filter((state) => PUBLIC.includes(state));
  return (known[known.length - 1] ?? RECEIVED) as RecordState;
}

function lastOf(timeline: RecordTimeline | undefined, state: string): StatusEvent | null {
  const found = (timeline?.events ?? []).filter((event) => event.state === state);
  return found[found.length - 1] ?? null;
}
