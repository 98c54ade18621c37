// Written by `python -m schemas.typescript` from schemas/vocabulary/roles.csv; not by hand.

/** Whose recorded prompts the server takes. */
export const MAY_RECORD: readonly string[] = ['facilitator', 'coordinator'];
