// When the phone talks to the server, and what the person sees of it.

import { hex } from '../domain/record';
import { isOver, waitFor } from '../domain/wait';
import type { Wait } from '../domain/wait';
import type { Outbox } from '../storage/outbox';
import { Runner, STOPS } from '../sync/runner';
import type { SyncStatus } from './app';
import { healthOf } from './health';
import type { Ports } from './ports';
import type { State } from './state';
import type { AppThrift } from './thrift';

/** How often an open app looks for news when there is nothing to send. */
const EVERY_MS = 10 * 60 * 1000;

/** The other people of this phone, whose places are locked. */
export interface Others {
  /** Sends what they have finished. */
  send(): Promise<unknown>;
  /** Resolves when nothing is under way for them: only one at a time sends. */
  sent(): Promise<void>;
}

export class Syncing {
  private readonly runner: Runner;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private left = 0;
  /** Before that nothing is tried that nobody asked for. */
  private next: Wait | null = null;

  constructor(
    private readonly ports: Ports,
    private readonly state: State,
    private readonly on: { outbox: Outbox; thrift: AppThrift; others: Others; reseal(): Promise<void> },
  ) {
    const { device, net, now, elapsed, chance, random } = ports;
    this.runner = new Runner({
      storage: on.outbox,
      net,
      now,
      elapsed,
      chance,
      nonce: () => hex(random(8)),
      health: (unsent, mediaBytes) =>
        healthOf(unsent, mediaBytes, {
          room: state.storage.value,
          drafts: state.drafts.value.length,
          monthBytes: state.sync.value.monthBytes,
        }),
      alone: (work) => device.alone('sync', work),
      mayGo: on.thrift.mayGo,
      onChange: (kinds) => this.show(kinds),
      onPhase: (phase) => state.status({ phase }),
      onProgress: (_sha256, sent) => state.status({ mediaBytesLeft: Math.max(0, this.left - sent) }),
      onBytes: on.thrift.spending.count,
      onEnd: (end) => void this.ended(end),
    });
  }

  /** Syncs now, whatever happened before: a person asked. What was set aside is tried again. */
  async now(): Promise<void> {
    this.runner.retryAside();
    await this.go();
  }

  private async go(): Promise<void> {
    if (!this.state.enrolment.value) return;
    clearTimeout(this.timer);
    await this.on.others.sent();
    await this.runner.run();
    await this.on.reseal().catch(() => undefined); // next time
    if (this.state.sync.value.reason !== 'offline') await this.on.others.send();
  }

  /** Syncs if it makes sense: there may be signal, or something new to send. */
  async chance(): Promise<void> {
    const { reason } = this.state.sync.value;
    if (reason !== null && STOPS.includes(reason)) return;
    if (reason === 'slow-down' && this.next && !isOver(this.next, this.ports)) return;
    await this.go();
  }

  private async show(kinds: string[]): Promise<void> {
    await this.state.changed([...kinds, 'entries']);
    this.left = this.state.sync.value.mediaBytesLeft;
  }

  private async ended({ reason, nextInMs }: { reason: SyncStatus['reason']; nextInMs: number | null }): Promise<void> {
    const stopped = reason !== null && STOPS.includes(reason);
    const wait = stopped ? null : (nextInMs ?? EVERY_MS);
    clearTimeout(this.timer);
    if (wait !== null) this.timer = setTimeout(() => void this.chance(), wait);
    this.next = wait === null ? null : waitFor(wait, this.ports);
    this.state.status({ phase: reason === null ? 'idle' : 'waiting', reason, nextAt: this.next?.at ?? null });
    await this.count();
    this.state.status({ lastSuccessAt: (await this.on.outbox.meta('lastSuccessAt')) ?? null });
    await this.tidy(reason === null || reason === 'wifi');
  }

  /** Lets go of what has no reason to stay, and looks how much room there is. */
  async tidy(sweep: boolean): Promise<void> {
    if (sweep) await this.on.outbox.sweep().catch(() => undefined); // next time; a disk that fails must not keep us from sending
    if (sweep) await this.state.changed(['entries']);
    this.state.storage.value = await this.ports.device.room();
  }

  /** Writes down the bytes spent this month. */
  async count(): Promise<void> {
    this.state.status({ monthBytes: await this.on.thrift.keep() });
  }
}
