// Finding a place by a few letters, without a network and without accents, among thousands.

import type { Place } from './types';

/** The name as it is searched: no accents, apostrophes or hyphens, lower case. The server folds the same way. */
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

export class PlaceIndex {
  private readonly byCode = new Map<string, Place>();
  private readonly folded: { place: Place; key: string; depth: number }[] = [];

  constructor(places: Place[]) {
    for (const place of places) this.byCode.set(place.code, place);
    for (const place of places) this.folded.push({ place, key: fold(place.name), depth: this.depth(place) });
    this.folded.sort((a, b) => a.depth - b.depth || (a.key < b.key ? -1 : 1));
  }

  get size(): number {
    return this.byCode.size;
  }

  get(code: string): Place | null {
    return this.byCode.get(code) ?? null;
  }

  /** Names that begin with the words first, then those with a word that does, then those that hold them anywhere. */
  search(text: string, limit: number): Place[] {
    const wanted = fold(text);
    const found: Place[][] = [[], [], []];
    for (const { place, key } of this.folded) {
      const at = wanted ? key.indexOf(wanted) : 0;
      // Whoever types "mbahiakro" means M'Bahiakro.
      if (at < 0 && !key.replace(/ /g, '').startsWith(wanted.replace(/ /g, ''))) continue;
      const rank = at === 0 ? 0 : key[at - 1] === ' ' || at < 0 ? 1 : 2;
      (found[rank] as Place[]).push(place);
      if (rank === 0 && (found[0] as Place[]).length >= limit) break;
    }
    return ([] as Place[]).concat(...found).slice(0, limit);
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
