// A camera, a microphone and satellites that give the same each time, or fail as the test says.

import { signal } from '@preact/signals';

import { CaptureError } from '../../../static/pwa/src/app/app';
import type { Media, Recording, VoiceEnd, SavedVoice } from '../../../static/pwa/src/app/app';
import type { MediaRef, Position } from '../../../static/pwa/src/domain/types';
import type { DemoDrafts } from './drafts';
import { pause } from './world';
import type { World } from './world';

export class DemoMedia implements Media {
  private readonly blobs = new Map<string, Blob>();
  private count = 0;

  constructor(
    private readonly world: World,
    private readonly drafts: Pick<DemoDrafts, 'attach'>,
  ) {}

  private fail(): void {
    if (this.world.captureFails) throw new CaptureError(this.world.captureFails);
  }

  private keep(id: string, question: string, blob: Blob): MediaRef {
    const sha256 = String(++this.count).padStart(64, '0');
    this.blobs.set(sha256, blob);
    const ref = { sha256, type: blob.type, bytes: blob.size, question };
    this.drafts.attach(id, ref);
    return ref;
  }

  async attachPhoto(id: string, question: string, file: Blob): Promise<MediaRef> {
    this.fail();
    return this.keep(id, question, file);
  }

  async startVoice(id: string, question: string): Promise<Recording> {
    this.fail();
    const seconds = signal(0);
    const level = signal(0.4);
    const ticking = setInterval(() => (seconds.value += 1), 1000);
    const ended = new Promise<VoiceEnd>(() => undefined);
    const stop = async (): Promise<SavedVoice> => {
      clearInterval(ticking);
      return {
        ...(await this.keep(id, question, new Blob([SILENCE], { type: 'audio/wav' }))),
        seconds: seconds.value,
        why: 'asked',
      };
    };
    return { seconds, level, silent: signal(false), ended, stop, cancel: async () => clearInterval(ticking) };
  }

  async url(sha256: string): Promise<string | null> {
    const blob = this.blobs.get(sha256);
    return blob ? URL.createObjectURL(blob) : null;
  }

  async locate(onFix: (position: Position) => void): Promise<Position> {
    this.fail();
    onFix({ lat: 7.42, lon: -6.05, accuracy_m: 60 });
    await pause(30);
    return { lat: 7.42, lon: -6.05, accuracy_m: 8.4 };
  }
}

/** A tenth of a second of nothing, 8 kHz, 8 bit. */
const SILENCE = (() => {
  const bytes = new Uint8Array(844).fill(128);
  const text = (offset: number, word: string): void =>
    [...word].forEach((sign, n) => (bytes[offset + n] = sign.charCodeAt(0)));
  const view = new DataView(bytes.buffer);
  text(0, 'RIFF');
  view.setUint32(4, 836, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, 8000, true);
  view.setUint32(28, 8000, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  text(36, 'data');
  view.setUint32(40, 800, true);
  return bytes;
})();
