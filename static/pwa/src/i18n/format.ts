// Dates, sizes and lengths as people say them. Pure: the moment and the words are arguments.

import type { Words } from './fr';

/** A number as the language writes it: "1,5", "12 000". */
export const number = (value: number, words: Words, digits = 20): string =>
  new Intl.NumberFormat(words.locale, { maximumFractionDigits: digits }).format(value);

const DAY = 86_400_000;

/** The same as it is typed: "12000,5". */
export const typedNumber = (value: number, words: Words): string =>
  new Intl.NumberFormat(words.locale, { maximumFractionDigits: 20, useGrouping: false }).format(value);

/** Whole local days from one moment to another (ISO 8601); 0 for the same day, less for the days to come. */
function daysFrom(from: string, to: string): number {
  const midnight = (moment: string): number => new Date(moment).setHours(0, 0, 0, 0);
  return Math.round((midnight(to) - midnight(from)) / DAY);
}

/** The same of what is over: never less than 0. */
export const daysBetween = (from: string, to: string): number => Math.max(0, daysFrom(from, to));

/** "aujourd’hui à 14:05", "hier à 09:12", "le 3 novembre", "le 20 janvier 2039 à 10:00". */
export function when(moment: string, now: string, words: Words): string {
  const days = daysFrom(moment, now);
  const day = onDay(moment, now, words);
  return days < 2 ? `${day} ${words.code === 'fr' ? 'à' : 'at'} ${hour(new Date(moment), words)}` : day;
}

/** "aujourd’hui", "hier", "le 3 novembre", in another year "le 3 novembre 2025": for what is known by its day alone. */
export function onDay(moment: string, now: string, words: Words): string {
  const date = new Date(moment);
  const days = daysFrom(moment, now);
  if (days === 0 || days === 1) return words.span(days);
  const french = words.code === 'fr';
  const year = date.getFullYear() === new Date(now).getFullYear() ? {} : ({ year: 'numeric' } as const);
  const day = date.toLocaleDateString(words.locale, { day: 'numeric', month: 'long', ...year });
  return french ? `le ${day.replace(/^1 /, '1er ')}` : `on ${day}`;
}

/** "340 Ko", "1,2 Mo". Sizes are in bytes; a phone's data bundle counts in thousands. No line ends between figure and unit. */
export function size(bytes: number, words: Words): string {
  if (bytes < 1_000_000)
    return `${number(Math.max(bytes > 0 ? 1 : 0, bytes / 1000), words, 0)}\u00a0${words.kilobytes}`;
  const millions = bytes / 1_000_000;
  return `${number(millions, words, millions < 10 ? 1 : 0)}\u00a0${words.megabytes}`;
}

/** "12 mètres", "3 km", "4 800 km". */
export const distance = (metres: number, words: Words): string =>
  metres < 1000 ? words.metres(Math.round(metres)) : `${number(metres / 1000, words, metres < 10_000 ? 1 : 0)}\u00a0km`;

/** "0:07", "2:30". */
export function length(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** "14:05". */
export const hour = (date: Date, words: Words): string =>
  date.toLocaleTimeString(words.locale, { hour: '2-digit', minute: '2-digit' });

/** "novembre 2026", of `2026-11`. */
export const month = (of: string, words: Words): string =>
  new Date(`${of}-15T12:00:00`).toLocaleDateString(words.locale, { month: 'long', year: 'numeric' });

/** A word that begins a line: "dioula" → "Dioula". */
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
