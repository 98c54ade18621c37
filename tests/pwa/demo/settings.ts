// A phone with room, and an app that is whole.

import { signal } from '@preact/signals';

import type { Settings, StorageStatus } from '../../../static/pwa/src/app/app';
import type { StorageFault } from '../../../static/pwa/src/domain/failure';
import type { World } from './world';

export class DemoSettings implements Settings {
  readonly ready = signal(true);
  readonly fault = signal<StorageFault | null>(null);
  readonly storage = signal<StorageStatus>({ usedBytes: 48_300_000, freeBytes: 612_000_000, persisted: false });
  readonly updateReady = signal(false);
  readonly opensOffline = signal(true);
  readonly version = 'démonstration';
  readonly language = signal('fr');
  readonly earFirst = signal(false);

  constructor({ language, earFirst = false, broken, freeBytes }: World) {
    this.language.value = language;
    this.earFirst.value = earFirst;
    this.fault.value = broken ?? null;
    if (freeBytes !== undefined) this.storage.value = { ...this.storage.value, freeBytes };
  }

  lookForRoom = async (): Promise<void> => undefined;
  setLanguage = async (code: string): Promise<void> => void (this.language.value = code);
  setEarFirst = async (on: boolean): Promise<void> => void (this.earFirst.value = on);
  applyUpdate = (): void => void (this.updateReady.value = false);
}
