// How loud a microphone is, and whether it gives nothing but zeros: what a switch of the system, or a driver that hangs, makes of
// a voice. An open microphone never does, even in a silent room.

/** Long enough that no sample falls between two looks. */
const WINDOW = 16384;
/** As many of them as a loudness is taken of: 10 ms. */
const LOUD = 512;

export interface Loudness {
  /** Now, 0 to 1. */
  level(): number;
  /** Whether all samples since about a third of a second ago are zeros; null where this cannot be known. */
  isZero(): boolean | null;
  /** Calls back when the system takes the sound away from the page, where the browser reports it. */
  onInterrupted(work: () => void): void;
  end(): void;
}

const UNKNOWN: Loudness = { level: () => 0, isZero: () => null, onInterrupted: () => undefined, end: () => undefined };

export function loudness(stream: MediaStream): Loudness {
  const Context = window.AudioContext;
  if (!Context) return UNKNOWN;
  const context = new Context();
  const analyser = context.createAnalyser();
  analyser.fftSize = WINDOW;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(WINDOW);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples.subarray(WINDOW - LOUD)) sum += sample * sample;
      return Math.min(1, Math.sqrt(sum / LOUD) * 3.2);
    },
    isZero() {
      // A context that does not run gives zeros whatever the microphone hears.
      if (context.state !== 'running') return null;
      analyser.getFloatTimeDomainData(samples);
      return samples.every((sample) => sample === 0);
    },
    onInterrupted: (work) => (context.onstatechange = () => (context.state as string) === 'interrupted' && work()),
    end: () => void context.close().catch(() => undefined),
  };
}
