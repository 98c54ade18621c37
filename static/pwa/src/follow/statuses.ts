// How far a record came, looked up by its code on this phone, without asking anybody.

import { lastKnown } from '../domain/receipt';
import { codeOf } from '../domain/spoken';
import { FINISHED, SENT } from '../domain/states';
import type { RecordState } from '../domain/states';
import type { RecordView, CodeStatus } from '../domain/types';

/** How far a record came. */
export interface FollowedStatus {
  state: RecordState;
  /** Since when: a moment, or only a day; null when that is not known. */
  at: string | null;
  /** The record, when it is on this very phone and its person's own. */
  id: string | null;
}

/** The statuses of a code: this person's own records first, for they are ahead of what the server knows; else the rows of
 * the place. Several when records share a code. */
export async function followedStatuses(
  code: string,
  records: readonly RecordView[],
  rows: () => Promise<CodeStatus[]>,
): Promise<FollowedStatus[]> {
  const codes = await Promise.all(records.map((record) => record.code ?? codeOf(record.id)));
  const own = records.filter((_, n) => codes[n] === code);
  if (own.length) return own.map(ofRecord);
  return (await rows())
    .filter((row) => row.code === code)
    .map((row) => ({ state: lastKnown([row.state]), at: row.date, id: null }));
}

function ofRecord({ id, state, events, sentAt, finishedAt }: RecordView): FollowedStatus {
  const last = events.filter((event) => event.state === state).pop();
  const moment = state === FINISHED ? finishedAt : state === SENT ? sentAt : null;
  return { id, state, at: last?.at ?? (moment === null ? null : new Date(moment).toISOString()) };
}
