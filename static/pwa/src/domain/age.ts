// How old something is that was dated by the phone's own clock. A flat battery begins at 1970, a thumb sets 2039: from such a
// date no age follows, and none is shown. Pure.

const DAY_MS = 24 * 3600 * 1000;
/** No record is older than the app. */
const FIRST_MS = Date.UTC(2025, 0, 1);

/** Whether a clock that was right can have said this, looked at now. */
export const isLikely = (at: number, now = Infinity): boolean => at >= FIRST_MS && at <= now + DAY_MS;

/** The oldest of what has a date; null when nothing has one that can be. */
export function oldest(all: readonly { finishedAt: number }[], now?: number): number | null {
  const likely = all.map((one) => one.finishedAt).filter((at) => isLikely(at, now));
  return likely.length ? Math.min(...likely) : null;
}
