// A voice note. Each second goes to the disk before the next: who is killed in the middle loses a second, not a story. What ends
// it without being asked (a call, a switch, the system, the disk) is noticed within a second and said.

import { CaptureError } from '../domain/failure';
import { soundType } from '../domain/sound';
import { ChunkQueue } from './chunk-queue';
import { SilenceDetector, Listening } from './listening';
import type { Ending } from './listening';
import { loudness } from './loudness';

export type { Ending } from './listening';

const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4', 'audio/webm'];
const CHUNK_MS = 1000;
const LOOK_MS = 200;
/** Less is a slip of the finger, and nothing can be heard in it. */
export const LEAST_MS = 500;
/** The first piece holds the file's head as well, of about so much. */
const HEAD_BYTES = 1000;
/** Some recorders never say that they stopped. */
const LONGEST_STOP_MS = 1500;

export interface Microphone {
  /** Without parameters: `audio/webm`. */
  type: string;
  /** Loudness now, 0 to 1. */
  level(): number;
  /** Milliseconds of sound that are on the disk. */
  savedMs(): number;
  /** Nothing is to be heard at present. */
  silent(): boolean;
  /** Nothing was to be heard at all. */
  nothing(): boolean;
  /** Resolves with why, as soon as it listens no more. */
  ended: Promise<Ending>;
  /** Resolves when the last chunk has been handed over and stored; rejects when one could not be. */
  stop(): Promise<void>;
}

/** Starts listening, at so many bits a second. `onChunk` gets about a second at a time, in order, one after another; nothing
 * at all of a recording that is too short. Rejects with CaptureError. */
export async function listen(
  onChunk: (bytes: ArrayBuffer, n: number, type: string) => Promise<void>,
  bits: number,
): Promise<Microphone> {
  if (typeof MediaRecorder === 'undefined' || !navigator.mediaDevices) throw new CaptureError('unsupported');
  const audio = { echoCancellation: true, noiseSuppression: true, channelCount: 1 };
  const stream = await navigator.mediaDevices.getUserMedia({ audio }).catch((error: DOMException) => {
    throw new CaptureError(error.name === 'NotAllowedError' ? 'no-permission' : 'no-device');
  });
  try {
    return recording(stream, onChunk, bits);
  } catch {
    stream.getTracks().forEach((track) => track.stop());
    throw new CaptureError('unsupported');
  }
}

function recording(
  stream: MediaStream,
  onChunk: (bytes: ArrayBuffer, n: number, type: string) => Promise<void>,
  bits: number,
): Microphone {
  const mimeType = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, { ...(mimeType ? { mimeType } : {}), audioBitsPerSecond: bits });
  let type = (recorder.mimeType || mimeType || 'audio/webm').split(';')[0] as string;
  const meter = loudness(stream);
  const heard = new SilenceDetector(bits);
  const listening = new Listening();
  let over: Ending | null = null;
  let resolveEnded: (why: Ending) => void = () => undefined;
  const ended = new Promise<Ending>((resolve) => (resolveEnded = resolve));
  const end = (why: Ending): void => {
    if (over) return;
    over = why;
    stoppedAt = performance.now();
    unwatch();
    if (recorder.state !== 'inactive') recorder.stop();
    resolveEnded(why);
  };
  const queue = new ChunkQueue(
    async (bytes, n) => {
      if (!n) type = soundType(bytes) ?? type; // what browsers say beforehand is not always what they write
      await onChunk(bytes, n, type);
    },
    () => end('not-kept'),
  );

  /** Up to when sound was handed over, by a clock that nobody can set. */
  let upTo = performance.now();
  let stoppedAt = Infinity;
  recorder.ondataavailable = ({ data }) => {
    const until = Math.min(performance.now(), stoppedAt);
    const ms = Math.max(0, until - upTo);
    upTo = until;
    listening.gave(data.size);
    if (!data.size || (over && queue.isEmpty && ms < LEAST_MS)) return;
    heard.piece(queue.isEmpty ? Math.max(0, data.size - HEAD_BYTES) : data.size, ms);
    queue.add(data, ms);
  };
  const stopped = new Promise<void>((resolve) => {
    recorder.onstop = () => {
      resolve();
      end('interrupted');
    };
  });
  recorder.onstart = () => {
    if (queue.isEmpty) upTo = performance.now();
  };
  const unwatch = watch({
    stream,
    recorder,
    end,
    meter,
    look: (passed, track) => {
      heard.look(passed, meter.isZero());
      const why = listening.look(passed, track);
      if (why) end(why);
    },
  });
  recorder.start(CHUNK_MS);
  return {
    get type() {
      return type;
    },
    level: meter.level,
    savedMs: () => queue.savedMs,
    silent: () => heard.silent,
    nothing: () => heard.nothing,
    ended,
    async stop() {
      end('asked');
      await Promise.race([stopped, new Promise((late) => setTimeout(late, LONGEST_STOP_MS))]);
      stream.getTracks().forEach((track) => track.stop());
      meter.end();
      await queue.finish();
    },
  };
}

interface WatchOptions {
  stream: MediaStream;
  recorder: MediaRecorder;
  meter: ReturnType<typeof loudness>;
  end(why: Ending): void;
  look(passedMs: number, track: { muted: boolean; ended: boolean }): void;
}

/** Listens to all that can end a recording, and polls for what is not reported; returns how to stop that. */
function watch({ stream, recorder, meter, end, look }: WatchOptions): () => void {
  const off: (() => void)[] = [keepAwake()];
  const interrupted = (): void => end('interrupted');
  const on = (target: EventTarget | undefined, kind: string, work: () => void): void => {
    target?.addEventListener(kind, work);
    off.push(() => target?.removeEventListener(kind, work));
  };
  const tracks = stream.getTracks();
  let muted = false;
  for (const track of tracks) {
    on(track, 'ended', interrupted);
    on(track, 'mute', () => (muted = true));
    on(track, 'unmute', () => (muted = false));
  }
  recorder.onerror = recorder.onpause = interrupted;
  meter.onInterrupted(interrupted);
  on(document, 'freeze', interrupted); // the system puts the page to sleep, and takes the microphone with it
  const session = (navigator as Navigator & { audioSession?: EventTarget & { state: string } }).audioSession;
  on(session, 'statechange', () => session?.state === 'interrupted' && interrupted());
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    look(now - last, {
      muted: muted || tracks.some((track) => track.muted),
      ended: tracks.some((track) => track.readyState === 'ended'),
    });
    last = now;
  }, LOOK_MS);
  off.push(() => clearInterval(timer));
  return () => off.forEach((work) => work());
}

/** A screen that goes dark ends a recording on some phones; returns how to let it. */
function keepAwake(): () => void {
  let off = false;
  let release = (): void => undefined;
  void navigator.wakeLock?.request('screen').then(
    (lock) => {
      release = () => void lock.release().catch(() => undefined);
      if (off) release();
    },
    () => undefined, // the browser does not let us: no more than a comfort
  );
  return () => {
    off = true;
    release();
  };
}
