// A voice note. Each second goes to the disk before the next: who is killed in the middle loses a second, not a story.

import { CaptureError } from '../app/app';

const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4', 'audio/webm'];
const BITS_PER_SECOND = 20000;
export const LONGEST_S = 300;

export interface Microphone {
  type: string;
  /** Loudness now, 0 to 1. */
  level(): number;
  /** Resolves when the last chunk has been handed over. */
  stop(): Promise<void>;
}

/** Starts listening; `onChunk` gets about a second at a time, in order, and is waited for at the end. */
export async function listen(onChunk: (bytes: ArrayBuffer, n: number) => Promise<void>): Promise<Microphone> {
  if (typeof MediaRecorder === 'undefined' || !navigator.mediaDevices) throw new CaptureError('unsupported');
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch((error: DOMException) => {
    throw new CaptureError(error.name === 'NotAllowedError' ? 'no-permission' : 'no-device');
  });
  const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, { ...(type ? { mimeType: type } : {}), audioBitsPerSecond: BITS_PER_SECOND });
  const meter = loudness(stream);
  let n = 0;
  let written: Promise<void> = Promise.resolve();
  recorder.ondataavailable = ({ data }) => {
    if (!data.size) return;
    const mine = n++;
    written = written.then(async () => onChunk(await data.arrayBuffer(), mine));
  };
  const ended = new Promise<void>((resolve) => (recorder.onstop = () => resolve()));
  recorder.start(1000);
  return {
    type: (recorder.mimeType || type || 'audio/webm').split(';')[0] as string,
    level: meter.level,
    async stop() {
      if (recorder.state !== 'inactive') recorder.stop();
      await ended;
      stream.getTracks().forEach((track) => track.stop());
      meter.end();
      await written;
    },
  };
}

function loudness(stream: MediaStream): { level(): number; end(): void } {
  const Context = window.AudioContext;
  if (!Context) return { level: () => 0, end: () => undefined };
  const context = new Context();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  return {
    level() {
      analyser.getByteTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += (sample - 128) ** 2;
      return Math.min(1, Math.sqrt(sum / samples.length) / 40);
    },
    end: () => void context.close(),
  };
}
