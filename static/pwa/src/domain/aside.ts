// Records of instruments that are nobody's form: stored and sent as records are, and no record for those who look. Pure.

import { isPrompt } from './prompt';
import type { Draft, OpenedEntry } from './types';

/** By which a place answers whether what it was promised is done (`domain/place-reply.ts`). */
export const CONFIRMATION = 'echo_reply';

export const isAside = (one: Pick<OpenedEntry | Draft, 'instrument'>): boolean =>
  isPrompt(one) || one.instrument === CONFIRMATION;
