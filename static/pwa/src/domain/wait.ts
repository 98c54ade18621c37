// A wait that is a courtesy to somebody else: until then nothing is asked of them. Measured by two clocks, for neither can be
// trusted alone: the phone's clock may be set back, which would make it endless; the page's own may stand still while the phone
// sleeps. It is over when either says so: too early costs one more "slow down". Pure.

export interface Clocks {
  /** ms since 1970, as the phone has it. */
  now(): number;
  /** ms that the page has seen. */
  elapsed(): number;
}

export interface Wait {
  at: number;
  passed: number;
}

export const waitFor = (ms: number, { now, elapsed }: Clocks): Wait => ({ at: now() + ms, passed: elapsed() + ms });

export const isOver = ({ at, passed }: Wait, { now, elapsed }: Clocks): boolean => elapsed() >= passed || now() >= at;
