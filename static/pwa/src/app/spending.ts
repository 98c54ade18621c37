// Bytes spent on the network, by month and kind: counted as they go, written down when a round has ended. For the app and
// for the worker alike.

import { KINDS, added, monthOf, total } from '../domain/thrift';
import type { Kind, Months, Spent, Waits } from '../domain/thrift';
import type { SettingStore } from '../storage/shared';

export class Spending {
  /** Since it was last written down. */
  private since: Spent = {};

  constructor(
    private readonly settings: SettingStore,
    private readonly now: () => number,
    private readonly downloaded: () => number,
  ) {}

  readonly count = (bytes: number, kind: Kind): void => {
    this.since[kind] = (this.since[kind] ?? 0) + bytes;
  };

  /** Writes down what was spent; returns the months. On a full phone it waits for the next time: counting stops nothing. */
  async keep(): Promise<Months> {
    this.count(this.downloaded(), 'app');
    const spent = this.since;
    const months = added((await this.settings.setting('spent')) ?? {}, monthOf(this.now()), spent);
    if (!total(spent)) return months;
    this.since = {};
    await this.settings.set('spent', months).catch(() => this.again(spent));
    return months;
  }

  private again(spent: Spent): void {
    for (const kind of KINDS) this.count(spent[kind] ?? 0, kind);
  }
}

/** What the person chose to send by Wi-Fi only. */
export async function waitsOf(settings: SettingStore): Promise<Waits> {
  return {
    photos: (await settings.setting('photosWait')) ?? false,
    voices: (await settings.setting('voicesWait')) ?? false,
  };
}
