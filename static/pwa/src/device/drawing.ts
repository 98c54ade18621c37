// A picture drawn anew, smaller: without metadata, and upright.

export const LONGEST_SIDE = 1600;
const QUALITY = 0.8;

type Surface = HTMLCanvasElement | OffscreenCanvas;

/** The picture as a JPEG of at most 1600 px, drawn on this canvas. Rejects for what is no picture. */
export async function drawn<Made>(
  file: Blob,
  canvas: Surface,
  toBlob: (quality: number) => Promise<Made>,
): Promise<Made> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d') as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
  if (!context) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  // A JPEG knows no transparency: a plan drawn in black on nothing would become black on black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const made = await toBlob(QUALITY);
  // A cheap phone keeps a canvas's memory until it is resized.
  canvas.width = canvas.height = 0;
  return made;
}
