// Is there room on the phone for what is about to be made, and has what waits waited too long? Pure.

/** What a photo may need while it is made and stored: the picture as it was taken, and the small one. */
export const PHOTO_BYTES = 12e6;
/** A voice note of ten minutes at 24 kbit/s, twice: its seconds, and the file they become. */
export const VOICE_BYTES = 4e6;
/** A place for one more person: forms, places and projects, and their first records. */
export const PLACE_BYTES = 10e6;
/** From here on it is said that room is running out: thirty photos, or a hundred voices. */
export const LITTLE_BYTES = 60e6;
/** From here on it is said that records have waited too long: a phone may be lost, broken or taken any day. */
export const LONG_DAYS = 7;

/** `freeBytes` is null where the browser does not say: then nothing is refused beforehand. */
export const fits = (freeBytes: number | null, needed: number): boolean => freeBytes === null || freeBytes >= needed;

export interface Waiting {
  /** Finished and not yet sent. */
  here: number;
  /** Null when it is not known. */
  oldestDays: number | null;
}

/** What the person must hear of, most urgent first. */
export function alarms(freeBytes: number | null, { here, oldestDays }: Waiting): ('full' | 'little' | 'old')[] {
  const room = !fits(freeBytes, PHOTO_BYTES)
    ? (['full'] as const)
    : !fits(freeBytes, LITTLE_BYTES)
      ? (['little'] as const)
      : [];
  return [...room, ...(here && (oldestDays ?? 0) >= LONG_DAYS ? (['old'] as const) : [])];
}
