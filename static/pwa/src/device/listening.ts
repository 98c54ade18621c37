// Whether a recorder still records: decided by what arrives of it, not by what it says of itself. Pure.

/** Why a recording is over. `asked`: by us; `interrupted`: the system or another app took the microphone; `muted`: it was
 * switched off; `no-bytes`: the recorder gives nothing; `not-kept`: the storage refused what it gave. */
export type Ending = 'asked' | 'interrupted' | 'muted' | 'no-bytes' | 'not-kept';

/** A recorder gives bytes each second. */
const LONGEST_GAP_MS = 2000;
/** Some microphones take their time to begin. */
const LONGEST_START_MS = 4000;
/** Browsers mute a track for a moment when a headset is plugged in. */
const LONGEST_MUTE_MS = 600;
/** A page that was asleep looks late: what it could not see counts for one look, so that a recording which went on meanwhile is
 * not taken for one that stopped. */
const LONGEST_LOOK_MS = 500;

export class Listening {
  private gap = 0;
  private mutedFor = 0;
  private begun = false;

  /** The recorder has given something, perhaps nothing. */
  gave(bytes: number): void {
    this.begun = true;
    if (bytes) this.gap = 0;
  }

  /** Time has passed; why the recording is over by now, null while it goes on. */
  look(passedMs: number, track: { muted: boolean; ended: boolean }): Ending | null {
    const step = Math.min(passedMs, LONGEST_LOOK_MS);
    this.gap += step;
    this.mutedFor = track.muted ? this.mutedFor + step : 0;
    if (track.ended) return 'interrupted';
    if (this.mutedFor >= LONGEST_MUTE_MS) return 'muted';
    return this.gap > (this.begun ? LONGEST_GAP_MS : LONGEST_START_MS) ? 'no-bytes' : null;
  }
}

/** How long nothing but zeros came before it is said. Nobody thinks in zeros: but noise suppression makes some between words. */
const SILENT_MS = 2000;
/** Of a voice's bytes a second; silence takes less than this share of it. */
const SILENT_SHARE = 0.4;

/** Whether anything was heard: needs both the zeros and the few bytes they make, for either alone has been seen with a voice. */
export class SilenceDetector {
  private zerosFor = 0;
  private everSound = false;
  private everKnown = false;
  private few = true;
  private bytes = 0;
  private ms = 0;

  constructor(private readonly bits: number) {}

  look(passedMs: number, isZero: boolean | null): void {
    if (isZero === null) return;
    this.everKnown = true;
    if (!isZero) this.everSound = true;
    this.zerosFor = isZero ? this.zerosFor + passedMs : 0;
  }

  /** A piece of the recording: the bytes of its sound. */
  piece(bytes: number, ms: number): void {
    this.bytes += bytes;
    this.ms += ms;
    this.few = this.isFew(bytes, ms);
  }

  private isFew(bytes: number, ms: number): boolean {
    return ms > 0 && bytes * 8 < this.bits * (ms / 1000) * SILENT_SHARE;
  }

  /** Nothing comes now. */
  get silent(): boolean {
    return this.zerosFor >= SILENT_MS && this.few;
  }

  /** Nothing came at all. */
  get nothing(): boolean {
    return this.everKnown && !this.everSound && this.isFew(this.bytes, this.ms);
  }
}
