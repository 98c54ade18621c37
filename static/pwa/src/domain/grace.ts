// The day in which somebody may still open a profile that another wants to take away with its drafts. Pure.

import type { PageClock } from './pin';

export const GRACE_MS = 24 * 3600 * 1000;

/** A page's clock, which counts what the phone slept through, and the phone's own. */
export interface GraceClock extends PageClock {
  wall: number;
}

/** How much of it was left when it was last written down. */
export interface Grace extends GraceClock {
  ms: number;
}

/** Milliseconds until it is over. What an open page sees is counted by that page, so a clock that is set then changes nothing. From
 * one page to the next there is nothing but the phone's clock: set back it takes nothing away, set ahead it ends the day. */
export function graceLeft(grace: Grace, { page, at, wall }: GraceClock): number {
  const passed = grace.page === page ? at - grace.at : wall - grace.wall;
  return Math.max(0, grace.ms - Math.max(0, passed));
}
