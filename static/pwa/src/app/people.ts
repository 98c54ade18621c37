// Somebody opens their profile, gets one, or closes it.

import { plainEnrolmentCode } from '../domain/codes';
import { NetError, faultOf } from '../domain/failure';
import { PLACE_BYTES, fits } from '../domain/room';
import type { Enrolment } from '../domain/types';
import type { EnrolResult, People, Removal, UnlockResult } from './app';
import type { Core } from './core';
import type { Ports } from './ports';
import { enrolRefusal } from './enrol-refusal';
import type { OpenProfile } from './profiles';
import { goOn, sessionOf, show } from './session';
import type { Session } from './session';
import type { AppSettings } from './settings';

/** Who puts the phone down has left it. */
const IDLE_MS = 5 * 60 * 1000;

export class AppPeople implements People {
  readonly profiles = this.core.state.profiles;
  readonly here = this.core.state.here;
  readonly enrolment = this.core.state.enrolment;
  readonly stray = this.core.state.stray;
  /** An enrolment that the server gave for this code, and that could not be stored: the code is spent. */
  private given: { code: string; enrolment: Enrolment } | null = null;

  constructor(
    private readonly core: Pick<Core, 'ports' | 'state' | 'unsaved' | 'thrift' | 'profiles' | 'current'>,
    private readonly settings: Pick<AppSettings, 'keepPicked'>,
  ) {}

  async unlock(profile: string, pin: string): Promise<UnlockResult> {
    const { ports, state, profiles } = this.core;
    const opened = await profiles.unlock(profile, pin);
    if ('ok' in opened) return opened;
    try {
      const begun = await this.enter(opened);
      void goOn(ports, state, begun).catch(() => undefined); // what was read is in sight; the next start reads the rest
    } catch (error) {
      return { ok: false, openAt: 0, fault: faultOf(error) };
    }
    return { ok: true };
  }

  private async enter({ id, database, vault }: OpenProfile): Promise<Session> {
    const { ports, state, thrift, profiles, current } = this.core;
    const session = sessionOf(ports, { state, thrift, database, vault, others: profiles });
    current.session = session;
    try {
      await show(ports, state, session);
    } catch (error) {
      current.session = null;
      database.close();
      throw error;
    }
    state.here.value = id;
    ports.device.onIdle(IDLE_MS, () => {
      if (!session.listening) void this.lock();
    });
    return session;
  }

  async lock(): Promise<boolean> {
    const may = await this.core.unsaved.mayLeave();
    if (may) this.core.ports.device.leave();
    return may;
  }

  changePin(old: string, next: string): Promise<boolean> {
    return this.core.profiles.changePin(old, next);
  }

  remove(profile: string): Promise<Removal> {
    return this.core.profiles.remove(profile);
  }

  async enrol(code: string, who: { pin: string; picture: string }): Promise<EnrolResult> {
    const { ports, profiles } = this.core;
    if (!fits((await ports.device.room()).freeBytes, PLACE_BYTES)) return { ok: false, reason: 'full' }; // the code is not spent for it
    const profile = await profiles.prepare(who);
    try {
      await profiles.add(await this.enrolmentFor(code.trim()), profile, plainEnrolmentCode(code));
      this.given = null;
    } catch (error) {
      await profiles.discard(profile);
      return { ok: false, reason: whyNot(error) };
    }
    return this.begin(profile);
  }

  private async enrolmentFor(code: string): Promise<Enrolment> {
    if (this.given?.code !== code) {
      const { keys: _, ...enrolment } = await this.asked(code);
      this.given = { code, enrolment };
    }
    return this.given.enrolment;
  }

  /** What the server says to a code. */
  private asked(code: string, more: object = {}): ReturnType<Ports['net']['enrol']> {
    const { net, device } = this.core.ports;
    return net.enrol({ code, device: { ...device.describe(), app_version: __VERSION__ }, ...more });
  }

  /** Opens a profile that has just been made. */
  private async begin(profile: OpenProfile): Promise<EnrolResult> {
    try {
      const opened = await this.enter(profile);
      await this.settings.keepPicked();
      await goOn(this.core.ports, this.core.state, opened);
      return { ok: true };
    } catch {
      return { ok: false, reason: 'storage' }; // the profile is there; its PIN opens it
    }
  }

  async rejoin(code: string): Promise<EnrolResult> {
    const { outbox, syncing, place } = this.core.current.here;
    const { rejoin } = await this.core.ports.late;
    try {
      await rejoin(place, await outbox.secret('enrolment'), (more) => this.asked(code.trim(), more));
      await this.core.state.readPerson({ outbox });
      void syncing.now();
      return { ok: true };
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      return { ok: false, reason: whyNot(error) };
    }
  }
}

function whyNot(error: unknown): (EnrolResult & { ok: false })['reason'] {
  if (!(error instanceof NetError)) return faultOf(error) === 'full' ? 'full' : 'storage';
  return enrolRefusal(error);
}
