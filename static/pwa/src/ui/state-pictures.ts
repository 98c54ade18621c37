// Written by `python -m schemas.typescript` from schemas/vocabulary/states.csv; not by hand.

import picture0 from '../../pictograms/state-accepted.svg';
import picture1 from '../../pictograms/state-draft.svg';
import picture2 from '../../pictograms/state-finished.svg';
import picture3 from '../../pictograms/state-needs_correction.svg';
import picture4 from '../../pictograms/state-quarantined.svg';
import picture5 from '../../pictograms/state-safe.svg';
import picture6 from '../../pictograms/state-sent.svg';

export const PICTURES_IN_FIRST_SCRIPT: Record<string, string> = {
  'state-accepted': picture0,
  'state-draft': picture1,
  'state-finished': picture2,
  'state-needs_correction': picture3,
  'state-quarantined': picture4,
  'state-safe': picture5,
  'state-sent': picture6,
};
