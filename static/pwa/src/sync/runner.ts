// Drives the exchange: reads what waits, sends it, keeps what comes back, sends media, waits, tries again. Storage, net,
// clock and chance are given; nothing here knows a browser.

import { NetError } from '../domain/failure';
import type { SyncReason } from '../domain/failure';
import type { EntryHead } from '../domain/types';
import { Aside } from './aside';
import { backOff, carriedHere, isUnsent, keyOf, mediaToSend, nextBatch } from './outbox';
import type { ExchangeAnswer, MediumHead, Pass, SyncPorts } from './ports';
import { Sizes, half } from './sizes';
import { fetchParts } from './snapshot';
import { isOver, waitFor } from '../domain/wait';
import type { Wait } from '../domain/wait';

/** Waiting does not help against these: a person must do something first. */
export const STOPS: SyncReason[] = ['revoked', 'not-enrolled', 'upgrade'];
/** While another tab syncs, it also sends what this one finishes; this one looks again later. */
const OTHER_TAB_MS = 15000;
/** New keys are made and offered, then used; a server that asks for more is left for later. */
const RENEWALS = 2;

export class Runner {
  private running: Promise<void> | null = null;
  private again = false;
  private failures = 0;
  private readonly sizes: Sizes;
  /** Entries and media that were refused by themselves: they must not hold up the rest. */
  private readonly aside = new Aside();
  private waitsForWifi = false;
  private noMedia: Wait | null = null;

  constructor(private readonly ports: SyncPorts) {
    this.sizes = new Sizes(ports.storage);
  }

  /** Lets what is set aside be tried again with the next run: a person asked, or something was mended. */
  retryAside(): void {
    this.aside.clear();
  }

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
    let end: { reason: SyncReason | null; nextInMs: number | null } = { reason: null, nextInMs: null };
    this.waitsForWifi = false;
    try {
      this.aside.expire(ports);
      const ran = await ports.alone(() => this.exchangeAndSend());
      this.failures = 0;
      if (!ran) end = { reason: 'other-tab', nextInMs: OTHER_TAB_MS };
      else if (this.aside.reason()) end = { reason: this.aside.reason(), nextInMs: null };
      else if (this.waitsForWifi) end = { reason: 'wifi', nextInMs: null };
    } catch (error) {
      end = this.failed(error);
    }
    ports.onPhase('idle');
    await ports.onChange([]);
    ports.onEnd(end);
  }

  private failed(error: unknown): { reason: SyncReason; nextInMs: number | null } {
    const { reason, retryAfterS } = error instanceof NetError ? error : { reason: 'storage' as const, retryAfterS: 0 };
    this.failures++;
    return {
      reason,
      nextInMs: STOPS.includes(reason) ? null : backOff(this.failures, this.ports.chance(), retryAfterS),
    };
  }

  private async exchangeAndSend(): Promise<void> {
    const { storage } = this.ports;
    if (!(await storage.pass())) return;
    await this.sizes.load(this.ports.now());
    await this.exchangeAll();
    const pass = await storage.pass(); // its token may be a new one
    if (!pass) return;
    const carried = await this.sendMedia(pass);
    if (carried) await this.exchangeAll(); // what became of it is in the next answer
    if (!pass.locked) await this.fetchSnapshot();
  }

  /** What the Lab packed for this place. After everything of ours: the rows of before are still there to work with. */
  private async fetchSnapshot(): Promise<void> {
    let fetched = await this.fetchParts();
    if (fetched === 'gone') {
      await this.exchangeAll();
      fetched = await this.fetchParts();
      if (fetched === 'gone') throw new NetError('server');
    }
    if (fetched === 'whole') await this.exchangeAll();
  }

  private async fetchParts(): ReturnType<typeof fetchParts> {
    const pass = await this.ports.storage.pass();
    return pass ? fetchParts(this.ports, pass.token) : 'none';
  }

  /** Exchanges until nothing waits on either side, or parts of a snapshot are to be fetched first. */
  private async exchangeAll(): Promise<void> {
    const { storage, now, elapsed } = this.ports;
    let epochs = 0;
    let renewals = 0;
    for (;;) {
      this.ports.onPhase('exchanging');
      const pass = await storage.pass();
      if (!pass) return;
      const all = await storage.entries();
      const batch = nextBatch(all, this.sizes.batch, this.aside);
      const asked = elapsed();
      const answer = await this.exchange(pass, all, batch);
      if (!answer) continue;
      const { kinds, newEpoch, again } = await storage.keep(answer, batch, now());
      this.sizes.batchTaken(batch, elapsed() - asked);
      if (newEpoch) epochs++;
      await this.markMissing(answer.missing);
      await this.ports.onChange(kinds);
      const left = nextBatch(await storage.entries(), this.sizes.batch, this.aside);
      const sameAgain = left.some((one) => batch.some((sent) => sent.id === one.id && sent.rev === one.rev));
      // A server that answers for other things than it was asked, or is another one each time, is left for later.
      if (epochs > 1 || (sameAgain && !newEpoch)) throw new NetError('server');
      const goesOn = (answer.more && !(await storage.arriving())?.parts.length) || (again && renewals++ < RENEWALS);
      if (!goesOn && !left.length) return;
    }
  }

  /** One round trip; null when this batch was refused as a whole and another may do better. */
  private async exchange(pass: Pass, all: EntryHead[], batch: EntryHead[]): Promise<ExchangeAnswer | null> {
    const { storage, net, now, nonce, health, onBytes } = this.ports;
    const heads = await storage.mediaHeads();
    const carried = carriedHere(heads).map((one) => one.sha256);
    const pending = heads.filter((one) => one.sentAt === null && !one.carried);
    const bytes = pending.reduce((sum, one) => sum + one.size, 0);
    try {
      return await net.exchange(
        {
          token: pass.token,
          nonce: nonce(),
          clock: new Date(now()).toISOString(),
          cursor: pass.cursor,
          snapshots: !pass.locked,
          ...(pass.keys ? { keys: pass.keys } : {}),
          entries: await storage.toSend(batch),
          health: health(all.filter(isUnsent), bytes),
          ...(carried.length ? { carried } : {}),
        },
        onBytes,
      );
    } catch (error) {
      this.sizes.batchFailed();
      if (!(error instanceof NetError) || !isAboutContent(error.reason) || !batch.length) throw error;
      await this.notRead(batch, error.reason);
      return null;
    }
  }

  /** The server, or something before it, will not have this request. Fewer at a time finds the one it is about, or what
   * is small enough; the others go on. */
  private async notRead(batch: EntryHead[], reason: SyncReason): Promise<void> {
    const [first, ...others] = batch as [EntryHead, ...EntryHead[]];
    if (!others.length) this.aside.add(keyOf(first), reason, this.ports);
    else if (reason === 'too-large') await this.sizes.batchTooLarge(batch, this.ports.now());
    else this.sizes.batch = Math.min(this.sizes.batch, half(batch));
  }

  /** What the server lacks of what it once had is to be sent again. */
  private async markMissing(missing: string[]): Promise<void> {
    const lacking = new Set(missing);
    for (const head of await this.ports.storage.mediaHeads()) {
      if (head.sentAt !== null && lacking.has(head.sha256)) {
        await this.ports.storage.updateMedium(head.sha256, { sentAt: null, uploadUrl: null });
      }
    }
  }

  /** One medium after another, until all are there or something newer waits to be exchanged first. Returns whether
   * the server has a file of another's of which it has not spoken yet. */
  private async sendMedia(pass: Pass): Promise<boolean> {
    const { storage, mayGo } = this.ports;
    const wanted = mediaToSend(await storage.entries(), await storage.mediaHeads());
    for (const head of wanted) {
      if (this.again || (this.noMedia && !isOver(this.noMedia, this.ports))) break;
      if (this.aside.has(head.sha256)) continue;
      if (!mayGo(head.type)) {
        this.waitsForWifi = true;
        continue;
      }
      this.ports.onPhase('uploading');
      await this.sendMedium(pass, head);
      await this.ports.onChange([]);
    }
    return (await storage.mediaHeads()).some((one) => one.carried && one.sentAt !== null && !one.carried.state);
  }

  private async sendMedium(pass: Pass, head: MediumHead): Promise<void> {
    const bytes = await this.ports.storage.bytesOf(head.sha256); // one at a time: a cheap phone holds no two photos in memory
    for (let again = !!bytes; again; ) again = await this.sendBytes(pass, head.sha256, bytes as ArrayBuffer);
  }

  /** Returns whether another try with smaller pieces is worth it. What got through is not sent again. */
  private async sendBytes({ token }: Pass, sha256: string, bytes: ArrayBuffer): Promise<boolean> {
    const { storage, net, now, onBytes, onProgress } = this.ports;
    const head = (await storage.mediaHeads()).find((one) => one.sha256 === sha256);
    if (!head) return false;
    try {
      await net.send({
        token,
        sha256,
        type: head.type,
        bytes,
        sealed: head.sealed,
        url: head.uploadUrl,
        chunk: this.sizes.piece,
        onUrl: (url) => storage.updateMedium(sha256, { uploadUrl: url }),
        onProgress: (sent) => onProgress(sha256, sent),
        onBytes,
      });
    } catch (error) {
      return this.notTaken(sha256, bytes.byteLength, error);
    }
    this.sizes.pieceTaken();
    await storage.updateMedium(sha256, { sentAt: now(), uploadUrl: null });
    return false;
  }

  /** One medium that the server will not take must not stop the others, nor too many of them the records. Returns whether
   * smaller pieces may do. */
  private async notTaken(sha256: string, size: number, error: unknown): Promise<boolean> {
    const { reason, code, retryAfterS } = error instanceof NetError ? error : new NetError('storage');
    // Without a word of the server's it is something before it that finds a request too large, not the server a photo.
    if (reason === 'too-large' && !code && (await this.sizes.pieceTooLarge(size, this.ports.now()))) return true;
    if (reason === 'slow-down') this.noMedia = waitFor(backOff(1, 1, retryAfterS), this.ports);
    else if (isAboutContent(reason)) await this.setMediumAside(sha256, reason);
    else {
      if (reason === 'offline' || reason === 'server') this.sizes.pieceFailed();
      throw error;
    }
    return false;
  }

  private async setMediumAside(sha256: string, reason: SyncReason): Promise<void> {
    this.aside.add(sha256, reason, this.ports);
    await this.ports.storage.updateMedium(sha256, { uploadUrl: null });
  }
}

/** Whether it is what was sent that was refused: the rest may go on. */
const isAboutContent = (reason: SyncReason): boolean => reason === 'rejected' || reason === 'too-large';
