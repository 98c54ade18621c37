// Finding a place by a few letters, without a network and without accents, among thousands. Pure.

import type { Place } from './types';

/** A name as it is searched: no accents, apostrophes or hyphens, lower case. The server folds the same way. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

interface Folded {
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
  private folded: Folded[] | null = null;

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

  private all(): Folded[] {
    this.folded ??= this.places
      .map((place) => {
        const name = fold(place.name);
        return { place, name, joined: fromEachWord(name), label: ` ${fold(place.label || place.name)}`, depth: this.depth(place) };
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

const fromEachWord = (name: string): string => name.split(' ').map((_, n, words) => ` ${words.slice(n).join('')}`).join('');

function rankOf({ name, joined, label }: Folded, wanted: string, words: string[]): number {
  if (name.startsWith(wanted)) return 0;
  if (` ${name}`.includes(` ${wanted}`) || joined.includes(` ${words.join('')}`)) return 1;
  if (words.every((word) => label.includes(` ${word}`))) return 2;
  return name.includes(wanted) ? 3 : -1;
}
