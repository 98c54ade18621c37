// Ten digits typed or touched, one after another. Pure.

import { DIGITS, digitsOf as allDigitsOf, isCode } from '../domain/spoken';

/** `short`: more are to come; `slip`: they cannot be a code; `code`: they are one. */
export type CodeInput = 'short' | 'slip' | 'code';

export const typed = (digits: string): CodeInput =>
  digits.length < DIGITS ? 'short' : isCode(digits) ? 'code' : 'slip';

/** The digits of what is in the field; signs between pairs do not count, and ten are enough. */
export const digitsOf = (text: string): string => allDigitsOf(text).slice(0, DIGITS);

/** Five pairs, as far as they go: "07 12 3". */
export const spaced = (digits: string): string => digits.replace(/(..)(?=.)/g, '$1 ');
