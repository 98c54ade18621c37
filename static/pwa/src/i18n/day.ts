// A day in full. Pure.

import type { Words } from './fr';

/** "27 novembre 2026", "1er mars 2027". */
export function fullDay(moment: string, words: Words): string {
  const french = words.code === 'fr';
  const day = new Date(moment).toLocaleDateString(words.locale, { day: 'numeric', month: 'long', year: 'numeric' });
  return french ? day.replace(/^1 /, '1er ') : day;
}
