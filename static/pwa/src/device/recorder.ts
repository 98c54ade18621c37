// A voice note. Each second goes to the disk before the next: who is killed in the middle loses a second, not a story.

import { CaptureError } from '../domain/failure';
import { soundType } from '../domain/sound';

const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4', 'audio/webm'];
const CHUNK_MS = 1000;

export interface Microphone {
  /** Without parameters: `audio/webm`. */
  type: string;
  /** Loudness now, 0 to 1. */
  level(): number;
  /** Resolves when it listens no more: stopped, full, or taken away by a call. */
  ended: Promise<void>;
  /** Resolves when the last chunk has been handed over and kept; rejects when one could not be kept. */
  stop(): Promise<void>;
}

/** Starts listening, at so many bits a second. `onChunk` gets about a second at a time, in order, one after another.
 * Rejects with CaptureError. */
export async function listen(onChunk: (bytes: ArrayBuffer, n: number, type: string) => Promise<void>, bits: number): Promise<Microphone> {
  if (typeof MediaRecorder === 'undefined' || !navigator.mediaDevices) throw new CaptureError('unsupported');
  const audio = { echoCancellation: true, noiseSuppression: true, channelCount: 1 };
  const stream = await navigator.mediaDevices.getUserMedia({ audio }).catch((error: DOMException) => {
    throw new CaptureError(error.name === 'NotAllowedError' ? 'no-permission' : 'no-device');
  });
  const mimeType = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, { ...(mimeType ? { mimeType } : {}), audioBitsPerSecond: bits });
  let type = (recorder.mimeType || mimeType || 'audio/webm').split(';')[0] as string;
  const meter = loudness(stream);
  let n = 0;
  let written: Promise<void> = Promise.resolve();
  recorder.ondataavailable = ({ data }) => {
    if (!data.size) return;
    const mine = n++;
    written = written.then(async () => {
      const bytes = await data.arrayBuffer();
      if (!mine) type = soundType(bytes) ?? type; // what browsers say beforehand is not always what they write
      await onChunk(bytes, mine, type);
    });
    // A full disk ends the recording; `stop` says so.
    written.catch(() => recorder.state !== 'inactive' && recorder.stop());
  };
  const ended = new Promise<void>((resolve) => (recorder.onstop = () => resolve()));
  recorder.start(CHUNK_MS);
  return {
    get type() {
      return type;
    },
    level: meter.level,
    ended,
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
