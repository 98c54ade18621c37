// Finding a place by a few letters, without a network and without accents, among thousands. Pure.

import type { Place } from './types';

/** Letters of the country's languages that no decomposition leads to those of a French keyboard, apostrophes that count as
 * letters, and the Arabic sign that only makes words longer. */
const SIGNS: Record<string, string> = {
  œ: 'oe',
  æ: 'ae',
  ø: 'o',
  ɔ: 'o',
  ɛ: 'e',
  ə: 'e',
  ǝ: 'e',
  ɩ: 'i',
  ı: 'i',
  ʊ: 'u',
  ʋ: 'v',
  ŋ: 'n',
  ɲ: 'n',
  ɓ: 'b',
  ɗ: 'd',
  đ: 'd',
  ɖ: 'd',
  ƙ: 'k',
  ƴ: 'y',
  ɣ: 'g',
  ɠ: 'g',
  ƒ: 'f',
  ł: 'l',
  ß: 'ss',
  ς: 'σ',
  ʼ: ' ',
  ʻ: ' ',
  ʹ: ' ',
  ꞌ: ' ',
  ʔ: ' ',
  ߴ: ' ',
  ߵ: ' ',
  ـ: '',
};
const SIGN = new RegExp(`[${Object.keys(SIGNS).join('')}]`, 'g');
/** Digits of Arabic, Persian and N'Ko. */
const DIGIT = /[\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9]/g;

/** A name as it is searched: no accents, tones or vowel signs, apostrophes or hyphens, lower case; letters of every script.
 * The server folds the same way (feedback_app/base/folding.py; tests/vectors/folding.json). */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(SIGN, (sign) => SIGNS[sign] as string)
    .replace(DIGIT, (sign) => String(sign.charCodeAt(0) & 15))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

interface FoldedPlace {
  place: Place;
  name: string;
  /** From each word to the end of the name, without spaces: whoever types "nguessankro" means Kouassi-N'Guessankro. */
  joined: string;
  /** The whole label, for those who type the sous-préfecture too; a space before each word. */
  label: string;
  depth: number;
}

const RANKS = 4;

/** The places that this phone knows. Folding thousands of names takes a moment on a cheap phone, so it is done when the
 * first letter is typed, not when the app opens. */
export class PlaceIndex {
  private readonly byCode = new Map<string, Place>();
  private folded: FoldedPlace[] | null = null;

  constructor(private readonly places: Place[]) {
    for (const place of places) this.byCode.set(place.code, place);
  }

  get(code: string): Place | null {
    return this.byCode.get(code) ?? null;
  }

  /** First names that begin with the words, then those with a word that does, then labels that hold every word, then
   * names that hold the letters anywhere; wide places before small ones, then by the alphabet. */
  search(text: string, limit: number): Place[] {
    const wanted = fold(text);
    const words = wanted.split(' ');
    const found: Place[][] = Array.from({ length: RANKS }, () => []);
    for (const one of this.all()) {
      const rank = rankOf(one, wanted, words);
      if (rank >= 0) (found[rank] as Place[]).push(one.place);
      if ((found[0] as Place[]).length === limit) break;
    }
    return ([] as Place[]).concat(...found).slice(0, limit);
  }

  private all(): FoldedPlace[] {
    this.folded ??= this.places
      .map((place) => {
        const name = fold(place.name);
        return {
          place,
          name,
          joined: fromEachWord(name),
          label: ` ${fold(place.label || place.name)}`,
          depth: this.depth(place),
        };
      })
      .sort((a, b) => a.depth - b.depth || (a.name < b.name ? -1 : 1));
    return this.folded;
  }

  private depth(place: Place): number {
    let depth = 0;
    let at: Place | undefined = place;
    while (at?.parent && depth < 20) {
      at = this.byCode.get(at.parent);
      depth++;
    }
    return depth;
  }
}

const fromEachWord = (name: string): string =>
  name
    .split(' ')
    .map((_, n, words) => ` ${words.slice(n).join('')}`)
    .join('');

function rankOf({ name, joined, label }: FoldedPlace, wanted: string, words: string[]): number {
  if (name.startsWith(wanted)) return 0;
  if (` ${name}`.includes(` ${wanted}`) || joined.includes(` ${words.join('')}`)) return 1;
  if (words.every((word) => label.includes(` ${word}`))) return 2;
  return name.includes(wanted) ? 3 : -1;
}
