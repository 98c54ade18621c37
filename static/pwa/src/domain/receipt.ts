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
import type { StatusEvent, OpenedEntry, RecordTimeline, RecordView } from './types';

/** The views of all records, latest first. `unsentMedia` are hashes that have not reached the server. */
export function recordViews(
  entries: OpenedEntry[],
  timelines: Map<string, RecordTimeline>,
  unsentMedia: Set<string>,
): RecordView[] {
  const latest = new Map<string, OpenedEntry>();
  for (const one of entries) {
    const other = latest.get(one.id);
    if (!other || one.rev > other.rev) latest.set(one.id, one);
  }
  return Array.from(latest.values())
    .map((one) => view(one, timelines.get(one.id), unsentMedia))
    .sort((a, b) => b.finishedAt - a.finishedAt);
}

function view(entry: OpenedEntry, timeline: RecordTimeline | undefined, unsentMedia: Set<string>): RecordView {
  const state = stateOf(entry, timeline);
  const question = state === NEEDS_CORRECTION ? lastOf(timeline, NEEDS_CORRECTION) : null;
  return {
    id: entry.id,
    rev: entry.rev,
    instrument: entry.instrument,
    place: entry.place,
    summary: entry.summary,
    code: entry.code,
    finishedAt: entry.finishedAt,
    sentAt: entry.sentAt,
    safe: entry.safe,
    state,
    events: timeline?.events ?? [],
    faults: entry.faults,
    mediaLeft: entry.media.filter((one) => unsentMedia.has(one.sha256)).length,
    mediaOf: entry.media.length,
    question,
    needsCorrection: TO_MEND.includes(state),
  };
}

/** The state of a record. What the Lab said of an older revision does not count for a newer one on its way. */
export function stateOf(entry: OpenedEntry, timeline: RecordTimeline | undefined): RecordState {
  if (timeline?.state === ERASED) return ERASED;
  if (entry.sentAt === null) return FINISHED;
  if (entry.outcome === QUARANTINED && !(timeline && timeline.rev >= entry.rev)) return QUARANTINED;
  if (entry.outcome === CONFLICT) return CONFLICT;
  const published =
    timeline && timeline.rev >= entry.rev
      ? lastKnown([...timeline.events.map((event) => event.state), timeline.state])
      : RECEIVED;
  if (published !== RECEIVED) return published;
  return entry.safe ? SAFE : SENT;
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
