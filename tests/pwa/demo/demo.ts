// The app's interface over plain memory: screens can be looked at and tested without server, storage or microphone.

import { signal } from '@preact/signals';

import { CaptureError } from '../../../static/pwa/src/app/app';
import type {
  CarriedFile,
  HandedOver,
  App,
  SyncReason,
  Recording,
  VoiceEnd,
  VoiceKept,
  SyncStatus,
} from '../../../static/pwa/src/app/app';
import { monthOf } from '../../../static/pwa/src/domain/thrift';
import type { Months, VoiceRate, Waits } from '../../../static/pwa/src/domain/thrift';
import { DemoDrafts } from './drafts';
import { DemoPeople } from './people';
import { DemoRecords } from './records';
import { DemoReference } from './reference';
import { DemoSettings } from './settings';
import { pause } from './world';
import type { World } from './world';
import { noPrompts } from './prompts';
import type { MediaRef, Position } from '../../../static/pwa/src/domain/types';

export class DemoApp implements App {
  readonly drafts: DemoDrafts;
  readonly records: DemoRecords;
  readonly reference: DemoReference;
  readonly people: DemoPeople;
  readonly settings: DemoSettings;
  readonly thrift = thrift();
  readonly voices = signal<readonly string[]>([]);
  readonly prompts = noPrompts();
  /** What the phone was made to say aloud; each part takes a moment. */
  readonly aloud: string[] = [];
  readonly carried = signal<CarriedFile[]>([]);
  readonly sync = signal<SyncStatus>({
    phase: 'idle',
    reason: null,
    nextAt: null,
    lastSuccessAt: Date.now() - 3_600_000,
    unsent: 0,
    oldestUnsentAt: null,
    mediaLeft: 0,
    mediaBytesLeft: 0,
    monthBytes: 3_420_000,
  });
  private readonly media = new Map<string, Blob>();
  private count = 0;

  async handOver(onProgress: (done: number, of: number) => void): Promise<HandedOver[]> {
    const left = this.records.all.value.filter((one) => one.state === 'finished' || one.state === 'sent').length;
    for (let done = 1; done <= left; done++) {
      await pause(40);
      onProgress(done, left);
    }
    return left
      ? [{ name: 'fiches-20261123-0900-12ab-1.echo', file: new Blob(['x'.repeat(184_000)]), records: left, media: 2 }]
      : [];
  }

  async receive(file: Blob, name: string): Promise<{ records: number; media: number } | 'not-ours'> {
    if (!name.endsWith('.echo')) return 'not-ours';
    const told = { records: 12, media: 3 };
    this.carried.value = [
      { sha256: name, name, size: file.size, ...told, sent: false, state: null, kept: 0, damaged: 0 },
      ...this.carried.value,
    ];
    return told;
  }

  constructor(private readonly world: World) {
    this.records = new DemoRecords(world);
    this.drafts = new DemoDrafts(world, this.records);
    this.reference = new DemoReference(world);
    this.settings = new DemoSettings(world);
    this.sync.value = { ...this.sync.value, ...world.sync };
    this.voices.value = world.voices ?? [];
    this.people = new DemoPeople(world, () => this.welcome());
    if (world.enrolled) this.people.open();
  }

  private welcome(): void {
    this.reference.open();
    this.records.open();
  }

  async sendLocked(): Promise<SyncReason | null> {
    await pause(300);
    return 'offline';
  }

  private fail(): void {
    if (this.world.captureFails) throw new CaptureError(this.world.captureFails);
  }

  private keep(id: string, question: string, blob: Blob): MediaRef {
    const sha256 = String(++this.count).padStart(64, '0');
    this.media.set(sha256, blob);
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
    const stop = async (): Promise<VoiceKept> => {
      clearInterval(ticking);
      return {
        ...(await this.keep(id, question, new Blob([SILENCE], { type: 'audio/wav' }))),
        seconds: seconds.value,
        why: 'asked',
      };
    };
    return { seconds, level, silent: signal(false), ended, stop, cancel: async () => clearInterval(ticking) };
  }

  removeMedia = (id: string, question: string): Promise<void> => this.drafts.setAnswer(id, question, undefined);

  async mediaUrl(sha256: string): Promise<string | null> {
    const blob = this.media.get(sha256);
    return blob ? URL.createObjectURL(blob) : null;
  }

  async locate(onFix: (position: Position) => void): Promise<Position> {
    this.fail();
    onFix({ lat: 7.42, lon: -6.05, accuracy_m: 60 });
    await pause(30);
    return { lat: 7.42, lon: -6.05, accuracy_m: 8.4 };
  }

  sayAloud(parts: readonly string[], _language: string, onPart: (index: number) => void): () => void {
    let at = -1;
    let timer = 0;
    const next = (): void => {
      at += 1;
      onPart(at < parts.length ? at : -1);
      if (at >= parts.length) return;
      this.aloud.push(parts[at] as string);
      timer = window.setTimeout(next, 220);
    };
    next();
    return () => {
      clearTimeout(timer);
      onPart(-1);
    };
  }

  async syncNow(): Promise<void> {
    this.sync.value = { ...this.sync.value, phase: 'exchanging' };
    await pause(300);
    this.sync.value = { ...this.sync.value, phase: 'idle', reason: null, lastSuccessAt: Date.now() };
  }
}

function thrift(): App['thrift'] {
  const waits = signal<Waits>({ photos: false, voices: false });
  const voiceRate = signal<VoiceRate>('normal');
  const [here, before] = [monthOf(Date.now()), monthOf(Date.now() - 31 * 86_400_000)];
  const spent = signal<Months>({
    [here]: { records: 340_000, news: 212_000, voices: 1_180_000, photos: 1_530_000, app: 158_000 },
    [before]: { records: 610_000, photos: 8_700_000 },
  });
  return {
    waits,
    voiceRate,
    spent,
    tellsWifi: () => false,
    setWaits: async (more) => void (waits.value = { ...waits.value, ...more }),
    setVoiceRate: async (rate) => void (voiceRate.value = rate),
    sendHeld: async () => undefined,
  };
}

/** A tenth of a second of nothing, 8 kHz, 8 bit. */
const SILENCE = (() => {
  const bytes = new Uint8Array(844).fill(128);
  const text = (offset: number, word: string): void =>
    [...word].forEach((letter, n) => (bytes[offset + n] = letter.charCodeAt(0)));
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
