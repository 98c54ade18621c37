// A picture, made small enough to travel, and without what it knew about its maker. One at a time: two large pictures in
// memory are too many for a cheap phone.

import { CaptureError } from '../domain/failure';
import { drawn } from './drawing';

let turn: Promise<unknown> = Promise.resolve();

/** The picture as a JPEG of at most 1600 px. Rejects with CaptureError. */
export function shrink(file: Blob): Promise<Blob> {
  const mine = turn.then(() => made(file));
  turn = mine.catch(() => undefined);
  return mine;
}

async function made(file: Blob): Promise<Blob> {
  if (__PHOTO_WORKER__ && 'OffscreenCanvas' in window) {
    const elsewhere = await inWorker(file);
    if (elsewhere) return elsewhere;
  }
  return here(file); // where there is no worker that can draw, and to find out why one could not
}

/** The worker ends with its picture, and its memory with it. Null when it could not. */
function inWorker(file: Blob): Promise<Blob | null> {
  return new Promise<Blob | null>((resolve) => {
    const worker = new Worker(__PHOTO_WORKER__);
    const end = (blob: Blob | null): void => {
      worker.terminate();
      resolve(blob);
    };
    worker.onmessage = ({ data }: MessageEvent<Blob | null>) => end(data);
    worker.onerror = () => end(null);
    worker.postMessage(file);
  });
}

async function here(file: Blob): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const toBlob = (quality: number): Promise<Blob | null> => new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
  const blob = await drawn(file, canvas, toBlob).catch(() => {
    throw new CaptureError('not-an-image');
  });
  if (!blob) throw new CaptureError('no-space');
  return blob;
}
