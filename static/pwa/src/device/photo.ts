// A picture, made small enough to travel, and without what it knew about its maker.

import { CaptureError } from '../domain/failure';

export const LONGEST_SIDE = 1600;
const QUALITY = 0.8;

/** The picture as a JPEG of at most 1600 px. Drawing it anew leaves all metadata behind; the browser turns it upright. */
export async function shrink(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new CaptureError('not-an-image');
  });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new CaptureError('unsupported');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  // A cheap phone keeps a canvas's memory until it is resized.
  canvas.width = canvas.height = 0;
  if (!made) throw new CaptureError('no-space');
  return made;
}
