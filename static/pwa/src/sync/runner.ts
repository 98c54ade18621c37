// Drives the exchange: reads what waits, sends it, keeps what comes back, sends media, waits, tries again. Storage, net,
// clock and chance are given; nothing here knows a browser.

import type { SyncReason } from '../app/app';
import type { Enrolment, Kept } from '../domain/types';
import type { ExchangeAnswer, ExchangeAsk, Health } from '../net/exchange';
import { NetError } from '../net/http';
import type { Sending } from '../net/tus';
import type { Brought, StoredMedium } from '../storage/outbox';
import { FIRST_BYTES, applyAnswer, backOff, larger, mediaToSend, nextBatch, smaller, toEntry } from './outbox';

export interface SyncStorage {
  meta(key: 'enrolment'): Promise<Enrolment | undefined>;
  meta(key: 'cursor' | 'epoch'): Promise<string | undefined>;
  entries(): Promise<Kept[]>;
  keep(brought: Brought): Promise<void>;
  mediaHeads(): Promise<Omit<StoredMedium, 'bytes'>[]>;
  medium(sha256: string): Promise<StoredMedium | undefined>;
  updateMedium(sha256: string, change: { uploadUrl?: string | null; sentAt?: number | null }): Promise<void>;
}

export interface SyncNet {
  exchange(asked: ExchangeAsk, onBytes: (count: number) => void): Promise<ExchangeAnswer>;
  send(what: Sending): Promise<void>;
}

export interface SyncPorts {
  storage: SyncStorage;
  net: SyncNet;
  now(): number;
  chance(): number;
  nonce(): string;
  health(unsent: Kept[], mediaBytes: number): Promise<Health>;
  alone(work: () => Promise<void>): Promise<boolean>;
  /** Whether a medium of this type may be sent now (photos may have to wait for Wi-Fi). */
  mayGo(type: string): boolean;
  /** Something on the phone changed: rows, records, media. */
  onChange(): Promise<void> | void;
  onPhase(phase: 'idle' | 'exchanging' | 'uploading'): void;
  onBytes(count: number): void;
  onEnd(end: { reason: SyncReason | null; nextInMs: number | null }): void;
}

/** Waiting does not help against these: a person must do something first. */
const STOPS: SyncReason[] = ['revoked', 'not-enrolled', 'upgrade'];

export class Runner {
  private running: Promise<void> | null = null;
  private again = false;
  private failures = 0;
  private limit = FIRST_BYTES;

  constructor(private readonly ports: SyncPorts) {}

  /** Syncs now. Asked again while under way, it goes once more afterwards, so that nothing just finished waits. */
  run(): Promise<void> {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.rounds().finally(() => (this.running = null));
    return this.running;
  }

  private async rounds(): Promise<void> {
    do {
      this.again = false;
      await this.once();
    } while (this.again && this.failures === 0);
  }

  private async once(): Promise<void> {
    const { ports } = this;
    let reason: SyncReason | null = null;
    let retryAfterS = 0;
    try {
      const mine = await ports.alone(async () => {
        const missing = await this.exchangeAll();
        if (missing) await this.sendMedia(missing);
      });
      if (!mine) reason = 'other-tab';
      else this.failures = 0;
    } catch (error) {
      this.failures++;
      this.limit = smaller(this.limit);
      reason = error instanceof NetError ? error.reason : 'storage';
      retryAfterS = error instanceof NetError ? error.retryAfterS : 0;
    }
    ports.onPhase('idle');
    await ports.onChange();
    const wait = reason === null || STOPS.includes(reason) ? null : backOff(this.failures, ports.chance(), retryAfterS);
    ports.onEnd({ reason, nextInMs: wait });
  }

  /** Exchanges until nothing waits on either side; returns what the server lacks, null when not enrolled. */
  private async exchangeAll(): Promise<Set<string> | null> {
    const { storage, net, now } = this.ports;
    for (;;) {
      const enrolment = await storage.meta('enrolment');
      if (!enrolment) return null;
      this.ports.onPhase('exchanging');
      const all = await storage.entries();
      const batch = nextBatch(all, this.limit);
      const unsent = all.filter((one) => one.sentAt === null);
      const pending = (await storage.mediaHeads()).filter((one) => one.sentAt === null);
      const asked: ExchangeAsk = {
        token: enrolment.token,
        nonce: this.ports.nonce(),
        clock: new Date(now()).toISOString(),
        cursor: (await storage.meta('cursor')) ?? null,
        entries: batch.map(toEntry),
        health: await this.ports.health(unsent, pending.reduce((sum, one) => sum + one.size, 0)),
      };
      const answer = await net.exchange(asked, this.ports.onBytes);
      const epoch = await storage.meta('epoch');
      const newEpoch = epoch !== undefined && epoch !== answer.epoch;
      const acks = applyAnswer(all, batch, { acks: answer.acks, safe: answer.safe, newEpoch, at: now() });
      await storage.keep({
        acks,
        changes: answer.changes,
        reset: answer.reset ?? false,
        cursor: answer.cursor,
        epoch: answer.epoch,
        at: now(),
      });
      if (batch.length) this.limit = larger(this.limit);
      await this.ports.onChange();
      const left = newEpoch || unsent.length > batch.length;
      if (!answer.more && !left) return this.notedMissing(answer.missing, newEpoch);
    }
  }

  /** What the server has not named as missing, it has; when it named as many as it ever names, nothing is concluded. */
  private async notedMissing(missing: string[], newEpoch: boolean): Promise<Set<string>> {
    const { storage, now } = this.ports;
    const lacking = new Set(missing);
    const heads = await storage.mediaHeads();
    const spoken = new Set(mediaToSend(await storage.entries(), heads.map((one) => ({ ...one, sentAt: null }))));
    for (const head of heads) {
      if (lacking.has(head.sha256) && (head.sentAt !== null || newEpoch)) {
        await storage.updateMedium(head.sha256, { sentAt: null, uploadUrl: null });
      } else if (!lacking.has(head.sha256) && head.sentAt === null && spoken.has(head.sha256) && missing.length < 200) {
        await storage.updateMedium(head.sha256, { sentAt: now() });
      }
    }
    return lacking;
  }

  private async sendMedia(missing: Set<string>): Promise<void> {
    const { storage, net, now, onBytes } = this.ports;
    const enrolment = await storage.meta('enrolment');
    const wanted = mediaToSend(await storage.entries(), await storage.mediaHeads()).filter((one) => missing.has(one));
    for (const sha256 of wanted) {
      const medium = await storage.medium(sha256); // one at a time: a cheap phone holds no two photos in memory
      if (!medium || !enrolment || !this.ports.mayGo(medium.type)) continue;
      this.ports.onPhase('uploading');
      try {
        await net.send({
          token: enrolment.token,
          sha256,
          type: medium.type,
          bytes: medium.bytes,
          url: medium.uploadUrl,
          onUrl: (url) => storage.updateMedium(sha256, { uploadUrl: url }),
          onProgress: () => undefined,
          onBytes,
        });
        await storage.updateMedium(sha256, { sentAt: now(), uploadUrl: null });
        await this.ports.onChange();
      } catch (error) {
        // One medium that the server will not take must not stop the others; the next exchange names it again.
        if (!(error instanceof NetError) || error.reason !== 'rejected') throw error;
        await storage.updateMedium(sha256, { uploadUrl: null });
      }
    }
  }
}
