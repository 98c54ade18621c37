// A PIN: what may be one, and how long one waits after wrong ones. Pure.

export const LEAST_DIGITS = 6;
export const MOST_DIGITS = 12;
/** So many may be wrong before one waits: a thumb slips. */
const FREE_TRIES = 3;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3600_000;

/** Why a PIN may not be chosen; null when it may. */
export function pinFault(pin: string): 'short' | 'easy' | null {
  if (pin.length < LEAST_DIGITS) return 'short';
  const steps = Array.from(pin.slice(1), (digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10);
  const isRow = steps.every((step) => step === steps[0]) && [0, 1, 9].includes(steps[0] as number);
  const half = pin.slice(0, pin.length / 2);
  return isRow || half + half === pin || new Set(pin).size < 3 ? 'easy' : null;
}

/** How long to wait after so many wrong ones in a row: nothing, then 30 s doubling to an hour. */
export function waitMs(failures: number): number {
  return failures < FREE_TRIES ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (failures - FREE_TRIES), LONGEST_WAIT_MS);
}

/** A page's life, and how long it has lasted by a clock that nobody can set. */
export interface PageClock {
  page: string;
  at: number;
}

export interface Tries {
  /** Wrong ones in a row. */
  failures: number;
  /** What was left of the wait when it was last written down, on which page. An older version wrote none. */
  wait?: PageClock & { ms: number };
}

/** Milliseconds until the next try. The phone's clock has no say: set ahead it would let anybody in, set back it would keep its
 * owner out. So only time counts that a page has seen; a page begun anew goes on from what was written down last. */
export function waitLeft({ failures, wait }: Tries, { page, at }: PageClock): number {
  if (wait?.page === page) return Math.max(0, wait.ms - (at - wait.at));
  return wait ? wait.ms : waitMs(failures);
}
