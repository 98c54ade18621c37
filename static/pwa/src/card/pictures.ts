// Written by `python -m schemas.typescript` from schemas/vocabulary/states.csv; not by hand.

import picture0 from '../../pictograms/state-accepted.svg';
import picture1 from '../../pictograms/state-done.svg';
import picture2 from '../../pictograms/state-erased.svg';
import picture3 from '../../pictograms/state-finished.svg';
import picture4 from '../../pictograms/state-funded.svg';
import picture5 from '../../pictograms/state-in_portfolio.svg';
import picture6 from '../../pictograms/state-in_review.svg';
import picture7 from '../../pictograms/state-merged.svg';
import picture8 from '../../pictograms/state-needs_correction.svg';
import picture9 from '../../pictograms/state-quarantined.svg';
import picture10 from '../../pictograms/state-read.svg';
import picture11 from '../../pictograms/state-received.svg';
import picture12 from '../../pictograms/state-referred.svg';
import picture13 from '../../pictograms/state-rejected.svg';
import picture14 from '../../pictograms/state-safe.svg';
import picture15 from '../../pictograms/state-sent.svg';
import type { RecordState } from '../domain/states';

export const DRAWN: Record<RecordState, string> = {
  finished: picture3,
  sent: picture15,
  safe: picture14,
  received: picture11,
  read: picture10,
  in_review: picture6,
  accepted: picture0,
  needs_correction: picture8,
  rejected: picture13,
  merged: picture7,
  referred: picture12,
  in_portfolio: picture5,
  funded: picture4,
  done: picture1,
  quarantined: picture9,
  conflict: picture9,
  erased: picture2,
};
