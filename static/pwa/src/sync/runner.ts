// Drives the exchange: reads what waits, sends it, keeps what comes back, sends media, waits, tries again. Storage, net,
// clock and chance are given; nothing here knows a browser.

import { NetError } from '../domain/failure';
import type { SyncReason } from '../domain/failure';
import type { Held } from '../domain/types';
import { FIRST_BYTES, LEAST_CHUNK, MOST_CHUNK, backOff, carriedHere, isUnsent, larger, mediaToSend, nextBatch, setAside, smaller } from './outbox';
import type { ExchangeAnswer, MediumHead, Pass, SyncPorts } from './ports';
import { fetchParts } from './snapshot';
import { isOver, waitFor } from '../domain/wait';
import type { Wait } from '../domain/wait';

/** Waiting does not help against these: a person must do something first. */
export const STOPS: SyncReason[] = ['revoked', 'not-enrolled', 'upgrade'];
/** While another tab syncs, it also sends what this one finishes; this one looks again later. */
const OTHER_TAB_MS = 15000;

export class Runner {
  private running: Promise<void> | null = null;
  private again = false;
  private failures = 0;
  private limit = FIRST_BYTES;
  private chunk = LEAST_CHUNK * 2;
  /** What the server would not read at all, until the app is started anew: it must not hold up the rest. */
  private readonly aside = new Set<string>();
  private readonly asideMedia = new Set<string>();
  private refused = false;
  private heldBack = false;
  private noMedia: Wait | null = null;

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
    let end: { reason: SyncReason | null; nextInMs: number | null } = { reason: null, nextInMs: null };
    this.refused = false;
    this.heldBack = false;
    try {
      const ran = await ports.alone(() => this.exchangeAndSend());
      this.failures = 0;
      if (!ran) end = { reason: 'other-tab', nextInMs: OTHER_TAB_MS };
      else if (this.refused) end = { reason: 'rejected', nextInMs: null };
      else if (this.heldBack) end = { reason: 'wifi', nextInMs: null };
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
    this.chunk = LEAST_CHUNK;
    return { reason, nextInMs: STOPS.includes(reason) ? null : backOff(this.failures, this.ports.chance(), retryAfterS) };
  }

  private async exchangeAndSend(): Promise<void> {
    const pass = await this.ports.storage.pass();
    if (!pass) return;
    await this.exchangeAll();
    const carried = await this.sendMedia(pass);
    if (carried) await this.exchangeAll(); // what became of it is in the next answer
    if (!pass.locked) await this.fetchSnapshot(pass);
  }

  /** What the Lab packed for this place. After everything of ours: the rows of before are still there to work with. */
  private async fetchSnapshot({ token }: Pass): Promise<void> {
    let told = await fetchParts(this.ports, token);
    if (told === 'gone') {
      await this.exchangeAll();
      told = await fetchParts(this.ports, token);
      if (told === 'gone') throw new NetError('server');
    }
    if (told === 'whole') await this.exchangeAll();
  }

  /** Exchanges until nothing waits on either side, or parts of a snapshot are to be fetched first. */
  private async exchangeAll(): Promise<void> {
    const { storage, now, elapsed } = this.ports;
    let epochs = 0;
    for (;;) {
      this.ports.onPhase('exchanging');
      const pass = await storage.pass();
      if (!pass) return;
      const all = await storage.entries();
      const batch = nextBatch(all, this.limit, this.aside);
      const asked = elapsed();
      const answer = await this.exchange(pass, all, batch);
      if (!answer) continue;
      const { kinds, newEpoch } = await storage.keep(answer, batch, now());
      this.limit = larger(this.limit, batch, elapsed() - asked);
      if (newEpoch) epochs++;
      await this.markMissing(answer.missing);
      await this.ports.onChange(kinds);
      const left = nextBatch(await storage.entries(), this.limit, this.aside);
      const sameAgain = left.some((one) => batch.some((sent) => sent.id === one.id && sent.rev === one.rev));
      // A server that answers for other things than it was asked, or is another one each time, is left for later.
      if (epochs > 1 || (sameAgain && !newEpoch)) throw new NetError('server');
      const goesOn = answer.more && !(await storage.arriving())?.parts.length;
      if (!goesOn && !left.length) return;
    }
  }

  /** One round trip; null when this batch was refused as a whole and another may do better. */
  private async exchange(pass: Pass, all: Held[], batch: Held[]): Promise<ExchangeAnswer | null> {
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
          entries: await storage.toSend(batch),
          health: health(all.filter(isUnsent), bytes),
          ...(carried.length ? { carried } : {}),
        },
        onBytes,
      );
    } catch (error) {
      this.limit = smaller(this.limit);
      if (!(error instanceof NetError) || error.reason !== 'rejected' || !batch.length) throw error;
      // The server cannot read this request. Fewer at a time finds the one it is about; the others go on.
      this.limit = batch.length === 1 ? this.limit : Math.min(this.limit, smallerThan(batch));
      setAside(batch, this.aside);
      this.refused = true;
      return null;
    }
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

  /** One medium after another, until all are there or something newer waits to be exchanged first. Tells whether
   * the server has a file of another's of which it has not spoken yet. */
  private async sendMedia(pass: Pass): Promise<boolean> {
    const { storage, mayGo } = this.ports;
    const wanted = mediaToSend(await storage.entries(), await storage.mediaHeads());
    for (const head of wanted) {
      if (this.again || (this.noMedia && !isOver(this.noMedia, this.ports))) break;
      if (this.asideMedia.has(head.sha256)) continue;
      if (!mayGo(head.type)) {
        this.heldBack = true;
        continue;
      }
      this.ports.onPhase('uploading');
      await this.sendMedium(pass, head);
      await this.ports.onChange([]);
    }
    return (await storage.mediaHeads()).some((one) => one.carried && one.sentAt !== null && !one.carried.state);
  }

  private async sendMedium({ token }: Pass, head: MediumHead): Promise<void> {
    const { storage, net, now, onBytes, onProgress } = this.ports;
    const { sha256, type, sealed } = head;
    const bytes = await storage.bytesOf(sha256); // one at a time: a cheap phone holds no two photos in memory
    if (!bytes) return;
    try {
      await net.send({
        token,
        sha256,
        type,
        bytes,
        sealed,
        url: head.uploadUrl,
        chunk: this.chunk,
        onUrl: (url) => storage.updateMedium(sha256, { uploadUrl: url }),
        onProgress: (sent) => onProgress(sha256, sent),
        onBytes,
      });
      this.chunk = Math.min(this.chunk * 2, MOST_CHUNK);
      await storage.updateMedium(sha256, { sentAt: now(), uploadUrl: null });
    } catch (error) {
      await this.notTaken(sha256, error);
    }
  }

  /** One medium that the server will not take must not stop the others, nor too many of them the records. */
  private async notTaken(sha256: string, error: unknown): Promise<void> {
    const reason = error instanceof NetError ? error.reason : null;
    if (reason === 'slow-down') this.noMedia = waitFor(backOff(1, 1, (error as NetError).retryAfterS), this.ports);
    else if (reason !== 'rejected') throw error;
    else {
      this.asideMedia.add(sha256);
      this.refused = true;
      await this.ports.storage.updateMedium(sha256, { uploadUrl: null });
    }
  }
}

/** A limit that makes the next batch shorter than this one. */
function smallerThan(batch: Held[]): number {
  return Math.floor(batch.reduce((sum, one) => sum + one.size, 0) / 2);
}
