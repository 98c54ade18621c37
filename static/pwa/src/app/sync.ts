// What goes between this phone and the server, for the screens.

import type { WhyNot } from '../bundle/receiving';
import type { HandedOver, Sync, SyncReason } from './app';
import type { Core } from './core';

export class AppSync implements Sync {
  readonly status = this.core.state.sync;
  readonly carried = this.core.state.carried;

  constructor(private readonly core: Pick<Core, 'ports' | 'state' | 'profiles' | 'current'>) {}

  now(): Promise<void> {
    return this.core.current.here.syncing.now();
  }

  sendLocked(): Promise<SyncReason | null> {
    return this.core.profiles.send();
  }

  handOver(onProgress: (done: number, of: number) => void): Promise<HandedOver[]> {
    return this.core.profiles.handOver(onProgress);
  }

  async receive(file: Blob, name: string): Promise<{ records: number; media: number } | WhyNot> {
    const { ports, state, current } = this.core;
    const { outbox, syncing } = current.here;
    const { receive } = await ports.late;
    const { room } = ports.device;
    const counts = await receive({ outbox, room, now: ports.now, enrolment: state.enrolment.value }, file, name);
    await state.changed(['carried']);
    void syncing.chance();
    return counts;
  }
}
