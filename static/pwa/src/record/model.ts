// The living receipt: the timeline of a record, oldest first, and what comes next. Pure.

import { CONFLICT, FINISHED, QUARANTINED, SAFE, SENT } from '../domain/states';
import type { ShownState } from '../domain/states';
import type { StatusEvent, RecordView } from '../domain/types';
import { ENDS, LIKE, WAY, WAY_OF_NEEDS } from '../i18n/states';

export interface TimelineItem {
  state: ShownState;
  /** ISO 8601; null when the moment is not known, as for the backup. */
  at: string | null;
  /** False for what has not happened yet. */
  past: boolean;
  event?: StatusEvent;
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** `isState` leaves out states of a newer server that this app does not know; `need`: it goes on into
 * the portfolio. */
export function timeline(
  record: RecordView,
  isState: (word: string) => word is ShownState,
  need: boolean,
): TimelineItem[] {
  const own: TimelineItem[] = [{ state: FINISHED, at: iso(record.finishedAt), past: true }];
  if (record.sentAt !== null) own.push({ state: SENT, at: iso(record.sentAt), past: true });
  const published = record.events
    .filter((event) => isState(event.state))
    .map((event): TimelineItem => ({ state: event.state as ShownState, at: event.at, past: true, event }));
  published.sort((a, b) => Date.parse(a.at as string) - Date.parse(b.at as string));
  // The phone's clock and the server's may differ: what the phone did comes first, whatever they say.
  const safe: TimelineItem[] = record.safe ? [{ state: SAFE, at: null, past: true }] : [];
  const all = [...own, ...safe, ...published];
  if (record.state === QUARANTINED || record.state === CONFLICT)
    all.push({ state: record.state, at: null, past: true });
  return [...all, ...ahead(record, need)];
}

function ahead(record: RecordView, need: boolean): TimelineItem[] {
  const onPhone: ShownState[] = [...(record.sentAt === null ? [SENT] : []), ...(record.safe ? [] : [SAFE])];
  const way = [...WAY, ...(need ? WAY_OF_NEEDS : [])];
  const at = way.indexOf(LIKE[record.state] ?? record.state);
  const onwards = ENDS.includes(record.state) ? [] : way.slice(at + 1);
  return [...onPhone, ...onwards].map((state) => ({ state, at: null, past: false }));
}
