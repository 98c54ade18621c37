// A network that takes everything and delivers nothing.

import { signal } from '@preact/signals';

import type { CarriedFile, HandedOver, Sync, SyncReason, SyncStatus } from '../../../static/pwa/src/app/app';
import type { DemoRecords } from './records';
import { pause } from './world';
import type { World } from './world';

export class DemoSync implements Sync {
  readonly carried = signal<CarriedFile[]>([]);
  readonly status = signal<SyncStatus>({
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

  constructor(
    { sync }: World,
    private readonly records: Pick<DemoRecords, 'all'>,
  ) {
    this.status.value = { ...this.status.value, ...sync };
  }

  async now(): Promise<void> {
    this.status.value = { ...this.status.value, phase: 'exchanging' };
    await pause(300);
    this.status.value = { ...this.status.value, phase: 'idle', reason: null, lastSuccessAt: Date.now() };
  }

  async sendLocked(): Promise<SyncReason | null> {
    await pause(300);
    return 'offline';
  }

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
    const counts = { records: 12, media: 3 };
    this.carried.value = [
      { sha256: name, name, size: file.size, ...counts, sent: false, state: null, kept: 0, damaged: 0 },
      ...this.carried.value,
    ];
    return counts;
  }
}
