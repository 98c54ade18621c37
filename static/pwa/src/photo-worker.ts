// Makes one picture small, off the page's own thread: a cheap phone freezes for a second otherwise.

import { drawn } from './device/drawing';

const worker = self as unknown as { onmessage: (event: { data: File }) => void; postMessage(made: Blob | null): void };

worker.onmessage = ({ data }) => {
  const canvas = new OffscreenCanvas(1, 1);
  drawn(data, canvas, (quality) => canvas.convertToBlob({ type: 'image/jpeg', quality })).then(
    (made) => worker.postMessage(made),
    () => worker.postMessage(null),
  );
};
