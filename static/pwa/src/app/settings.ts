// This phone and this app, for the screens: what was chosen is shown at once and written however often it takes.

import type { Settings } from './app';
import type { Core } from './core';

export class AppSettings implements Settings {
  readonly ready = this.core.state.ready;
  readonly fault = this.core.state.fault;
  readonly storage = this.core.state.storage;
  readonly updateReady = this.core.state.updateReady;
  readonly opensOffline = this.core.state.opensOffline;
  readonly language = this.core.state.language;
  readonly earFirst = this.core.state.earFirst;
  readonly version = __VERSION__;
  /** The language that somebody chose before they had a profile. */
  private picked: string | null = null;
  private update = (): void => this.core.ports.device.reload();

  constructor(private readonly core: Pick<Core, 'ports' | 'state' | 'shared' | 'unsaved' | 'settings' | 'current'>) {}

  lookForRoom(): Promise<void> {
    return this.core.current.here.syncing.tidy(false);
  }

  /** A newer app is there, and `apply` begins it. */
  offer(apply: () => void): void {
    this.update = apply;
    this.updateReady.value = true;
  }

  applyUpdate(): void {
    void this.core.unsaved.mayLeave().then((may) => may && this.update());
  }

  async setLanguage(code: string): Promise<void> {
    const { shared, unsaved, current } = this.core;
    const { session } = current;
    this.language.value = code;
    if (!session) this.picked = code;
    await unsaved.note('language', async () => {
      await session?.outbox.setMeta('language', code);
      await shared.set('language', code);
    });
  }

  /** In the profile that has just been opened, the language that was chosen before it was there. */
  async keepPicked(): Promise<void> {
    if (this.picked !== null) await this.setLanguage(this.picked);
  }

  async setEarFirst(on: boolean): Promise<void> {
    this.earFirst.value = on;
    await this.core.settings.set('earFirst', on);
  }
}
