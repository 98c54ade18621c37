// What two months of data cost.

import { signal } from '@preact/signals';

import type { Thrift } from '../../../static/pwa/src/app/app';
import { monthOf } from '../../../static/pwa/src/domain/thrift';
import type { Months, VoiceRate, Waits } from '../../../static/pwa/src/domain/thrift';

export function thrift(): Thrift {
  const waits = signal<Waits>({ photos: false, voices: false });
  const voiceRate = signal<VoiceRate>('normal');
  const [here, before] = [monthOf(Date.now()), monthOf(Date.now() - 31 * 86_400_000)];
  const spent = signal<Months>({
    [here]: { records: 340_000, news: 212_000, voices: 1_180_000, photos: 1_530_000, app: 158_000 },
    [before]: { records: 610_000, photos: 8_700_000 },
  });
  return {
    waits,
    voiceRate,
    spent,
    knowsWifi: () => false,
    setWaits: async (more) => void (waits.value = { ...waits.value, ...more }),
    setVoiceRate: async (rate) => void (voiceRate.value = rate),
    sendWaiting: async () => undefined,
  };
}
