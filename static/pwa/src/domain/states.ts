// Written by `python -m schemas.typescript` from schemas/vocabulary/states.csv; not by hand.

export const DRAFT = 'draft' as const;
export const FINISHED = 'finished' as const;
export const SENT = 'sent' as const;
export const SAFE = 'safe' as const;
export const RECEIVED = 'received' as const;
export const READ = 'read' as const;
export const IN_REVIEW = 'in_review' as const;
export const ACCEPTED = 'accepted' as const;
export const NEEDS_CORRECTION = 'needs_correction' as const;
export const REJECTED = 'rejected' as const;
export const MERGED = 'merged' as const;
export const REFERRED = 'referred' as const;
export const IN_PORTFOLIO = 'in_portfolio' as const;
export const FUNDED = 'funded' as const;
export const DONE = 'done' as const;
export const QUARANTINED = 'quarantined' as const;
export const CONFLICT = 'conflict' as const;
export const ERASED = 'erased' as const;

/** What a record or a draft can be shown as. */
export type ShownState = 'draft' | 'finished' | 'sent' | 'safe' | 'received' | 'read' | 'in_review' | 'accepted' | 'needs_correction' | 'rejected' | 'merged' | 'referred' | 'in_portfolio' | 'funded' | 'done' | 'quarantined' | 'conflict' | 'erased';

/** The state of a record. */
export type RecordState = Exclude<ShownState, 'draft'>;

/** What the Lab says of a record, in the order in which it may come. */
export const PUBLIC: readonly string[] = ['received', 'read', 'in_review', 'accepted', 'needs_correction', 'rejected', 'merged', 'referred', 'in_portfolio', 'funded', 'done'];

/** After these nothing more is asked of the author. */
export const CLOSED: readonly string[] = ['accepted', 'rejected', 'merged', 'referred', 'in_portfolio', 'funded', 'done'];

/** In these the author must do something. */
export const TO_MEND: readonly string[] = ['needs_correction', 'quarantined', 'conflict'];
