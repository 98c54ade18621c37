// The pictograms of states as they are drawn on a canvas, where the page's sprite cannot be used. Pure.

import type { RecordState } from '../domain/states';
import { DRAWN } from './pictures';

/** One stroke of a pictogram, on a 48 grid. `fill` '' is none. */
export interface Stroke {
  path: string;
  fill: string;
  line: boolean;
}

/** What to draw for a state. `currentColor` is the ink, and a tint is the pictogram's own. */
export function strokes(state: RecordState, ink: string): Stroke[] {
  return (DRAWN[state].match(/<path[^>]*>/g) || []).map((tag) => {
    const fill = attribute(tag, 'fill')
      .replace(/^var\(--\w+,(#\w+)\)$/, '$1')
      .replace('currentColor', ink);
    return { path: attribute(tag, 'd'), fill: fill === 'none' ? '' : fill, line: attribute(tag, 'stroke') !== 'none' };
  });
}

const attribute = (tag: string, name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
