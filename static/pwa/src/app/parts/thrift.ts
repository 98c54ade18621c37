// What data costs, and what waits for Wi-Fi.

import type { ReadonlySignal } from '@preact/signals';
import type { Months, VoiceRate, Waits } from '../../domain/thrift';

export interface Thrift {
  /** Kinds of media that go by Wi-Fi only. */
  readonly waits: ReadonlySignal<Waits>;
  readonly voiceRate: ReadonlySignal<VoiceRate>;
  /** What was spent, by month and kind. */
  readonly spent: ReadonlySignal<Months>;
  /** Whether this phone says that it is on Wi-Fi; where it does not, what waits goes by `sendHeld` only. */
  knowsWifi(): boolean;
  setWaits(waits: Partial<Waits>): Promise<void>;
  setVoiceRate(rate: VoiceRate): Promise<void>;
  /** Sends once, also what waits for Wi-Fi: the person says that it may. */
  sendWaiting(): Promise<void>;
}
