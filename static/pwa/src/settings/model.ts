// How full the memory is. Pure.

import type { StorageStatus } from '../app/app';

/** The part of what this app may use that it does use, 0 to 1; null while it is not known. */
export function usedPart({ usedBytes, freeBytes }: StorageStatus): number | null {
  if (usedBytes === null || freeBytes === null || usedBytes + freeBytes <= 0) return null;
  return usedBytes / (usedBytes + freeBytes);
}
