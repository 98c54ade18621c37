// A picture, made small enough to travel, and without what it knew about its maker. One at a time: two large pictures in
// memory are too many for a cheap phone.

import { CaptureError } from '../domain/failure';
import { ask } from './asking';
import { drawn } from './drawing';

/** Nothing reports that a worker or a decoder hangs. Timers run by a clock that nobody can set, and rest while the phone sleeps. */
export const LONGEST_MS = 20_000;

let turn: Promise<unknown> = Promise.resolve();

/** The picture as a JPEG of at most 1600 px. Rejects with CaptureError. */
export function shrink(file: Blob): Promise<Blob> {
  const mine = turn.then(() => made(file));
  turn = mine.catch(() => undefined);
  return mine;
}

async function made(file: Blob): Promise<Blob> {
  if (__PHOTO_WORKER__ && 'OffscreenCanvas' in window) {
    const elsewhere = await ask<Blob>(__PHOTO_WORKER__, file, LONGEST_MS).catch(() => null);
    if (elsewhere) return elsewhere;
  }
  return here(file); // where there is no worker that can draw, and to find out why one could not
}

async function here(file: Blob): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const toBlob = (quality: number): Promise<Blob | null> =>
    new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
  let late: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>(
    (_, reject) => (late = setTimeout(() => reject(new CaptureError('timeout')), LONGEST_MS)),
  );
  const making = drawn(file, canvas, toBlob).catch(() => {
    throw new CaptureError('not-an-image');
  });
  const blob = await Promise.race([making, tooLate]).finally(() => clearTimeout(late));
  if (!blob) throw new CaptureError('no-space');
  return blob;
}
