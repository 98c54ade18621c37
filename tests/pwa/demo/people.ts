// Awa, and whoever else has a profile on this phone; each of them opens it with the same PIN.

import { signal } from '@preact/signals';

import type { EnrolResult, People, ProfileView, Removal, UnlockResult } from '../../../static/pwa/src/app/app';
import type { Enrolment } from '../../../static/pwa/src/domain/types';
import { pause } from './world';
import type { World } from './world';

const PIN = '314159';

export class DemoPeople implements People {
  readonly profiles = signal<ProfileView[]>([]);
  readonly here = signal<string | null>(null);
  readonly enrolment = signal<Enrolment | null>(null);
  readonly stray = signal({ unsent: 0, media: 0 });
  private wrong = 0;

  constructor(
    private readonly world: World,
    private readonly onOpened: () => void,
  ) {
    this.profiles.value = world.profiles ?? [];
  }

  open(): void {
    const { programme, places } = this.world;
    this.here.value = 'demo';
    this.enrolment.value = {
      token: 'x',
      device_id: 'demo',
      person: { id: 'awa', name: 'Awa', role: 'surveyor', language: 'fr' },
      scope: {
        programme: programme.id,
        place: programme.place,
        place_name: places.find((one) => one.code === programme.place)?.name || '',
        place_path: '',
        instruments: null,
      },
      programme: { id: programme.id, name: programme.name, languages: programme.languages, public_key: null },
    };
    this.onOpened();
  }

  async enrol(code: string): Promise<EnrolResult> {
    await pause(20);
    if (code === 'MAUVAIS') return { ok: false, reason: 'unknown-code' };
    this.open();
    return { ok: true };
  }

  rejoin(code: string): Promise<EnrolResult> {
    return this.enrol(code);
  }

  async unlock(id: string, pin: string): Promise<UnlockResult> {
    await pause(200);
    if (this.world.unopened) return { ok: false, openAt: 0, fault: this.world.unopened };
    if (pin === PIN) return (this.open(), { ok: true });
    const openAt = ++this.wrong < 3 ? 0 : performance.now() + 30_000;
    this.profiles.value = this.profiles.value.map((one) => (one.id === id ? { ...one, openAt } : one));
    return { ok: false, openAt };
  }

  async lock(): Promise<boolean> {
    this.here.value = null;
    return true;
  }

  changePin = async (old: string): Promise<boolean> => old === PIN;

  async remove(id: string): Promise<Removal> {
    this.profiles.value = this.profiles.value.filter((one) => one.id !== id);
    return 'gone';
  }
}
