// What the person chose in order to save data, and what was spent, as screens read it.

import { signal } from '@preact/signals';

import { VOICE_RATES, mayGo, monthOf, total } from '../domain/thrift';
import type { Months, VoiceRate, Waits } from '../domain/thrift';
import type { Thrift } from './app';
import type { SettingStore } from '../storage/shared';
import type { Ports } from './ports';
import { Spending, waitsOf } from './spending';

/** Who sends, as long as somebody is here. */
interface Sender {
  now(): Promise<void>;
  chance(): Promise<void>;
}

export class AppThrift implements Thrift {
  readonly waits = signal<Waits>({ photos: false, voices: false });
  readonly voiceRate = signal<VoiceRate>('normal');
  readonly spent = signal<Months>({});
  readonly spending: Spending;
  private byHand = false;

  constructor(
    private readonly ports: Ports,
    private readonly shared: SettingStore,
    private readonly sender: () => Sender | undefined,
  ) {
    const { device, now } = ports;
    this.spending = new Spending(shared, now, device.downloaded);
    device.onDownloaded((bytes) => this.spending.count(bytes, 'app'));
  }

  async read(): Promise<void> {
    this.waits.value = await waitsOf(this.shared);
    this.voiceRate.value = (await this.shared.setting('voiceRate')) ?? 'normal';
    this.spent.value = (await this.shared.setting('spent')) ?? {};
  }

  /** Whether a medium of this type may use the connection of the moment. */
  readonly mayGo = (type: string): boolean =>
    mayGo(type, this.waits.value, this.byHand ? false : this.ports.device.costsData());

  knowsWifi(): boolean {
    return this.ports.device.costsData() !== null;
  }

  get voiceBits(): number {
    return VOICE_RATES[this.voiceRate.value];
  }

  /** Writes down what was spent; returns the bytes of this month. */
  async keep(): Promise<number> {
    this.spent.value = await this.spending.keep();
    return total(this.spent.value[monthOf(this.ports.now())]);
  }

  async setWaits(waits: Partial<Waits>): Promise<void> {
    this.waits.value = { ...this.waits.value, ...waits };
    await this.shared.set('photosWait', this.waits.value.photos);
    await this.shared.set('voicesWait', this.waits.value.voices);
    void this.sender()?.chance();
  }

  async setVoiceRate(rate: VoiceRate): Promise<void> {
    this.voiceRate.value = rate;
    await this.shared.set('voiceRate', rate);
  }

  /** As long as this lasts, what waits for Wi-Fi may go. Not longer: the person may walk away from it. */
  async sendWaiting(): Promise<void> {
    this.byHand = true;
    try {
      await this.sender()?.now();
    } finally {
      this.byHand = false;
    }
  }
}
