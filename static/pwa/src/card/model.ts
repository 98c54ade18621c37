// The pictograms of states as they are drawn on a canvas, where the page's sprite cannot be used. Pure.

import accepted from '../../pictograms/state-accepted.svg';
import done from '../../pictograms/state-done.svg';
import erased from '../../pictograms/state-erased.svg';
import finished from '../../pictograms/state-finished.svg';
import funded from '../../pictograms/state-funded.svg';
import inPortfolio from '../../pictograms/state-in_portfolio.svg';
import inReview from '../../pictograms/state-in_review.svg';
import merged from '../../pictograms/state-merged.svg';
import correct from '../../pictograms/state-needs_correction.svg';
import quarantined from '../../pictograms/state-quarantined.svg';
import read from '../../pictograms/state-read.svg';
import received from '../../pictograms/state-received.svg';
import rejected from '../../pictograms/state-rejected.svg';
import safe from '../../pictograms/state-safe.svg';
import sent from '../../pictograms/state-sent.svg';
import type { RecordState } from '../domain/types';

const DRAWN: Record<RecordState, string> = {
  accepted, done, erased, finished, funded, in_portfolio: inPortfolio, in_review: inReview, merged, needs_correction: correct, quarantined, read, received,
  rejected, safe, sent, conflict: quarantined,
};

/** One stroke of a pictogram, on a 48 grid. `fill` '' is none. */
export interface Stroke {
  path: string;
  fill: string;
  line: boolean;
}

/** What to draw for a state. `currentColor` is the ink, and a tint is the one that the pictogram brings itself. */
export function strokes(state: RecordState, ink: string): Stroke[] {
  return (DRAWN[state].match(/<path[^>]*>/g) || []).map((tag) => {
    const fill = attribute(tag, 'fill').replace(/^var\(--\w+,(#\w+)\)$/, '$1').replace('currentColor', ink);
    return { path: attribute(tag, 'd'), fill: fill === 'none' ? '' : fill, line: attribute(tag, 'stroke') !== 'none' };
  });
}

const attribute = (tag: string, name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
