// Who has a place on this phone: opening it by its PIN, giving a place to somebody new, sending for all of them.

import { StorageError, faultOf } from '../domain/failure';
import type { StorageFault } from '../domain/failure';
import { graceLeft } from '../domain/grace';
import type { GraceClock } from '../domain/grace';
import { waitLeft } from '../domain/pin';
import type { PageClock } from '../domain/pin';
import { hex } from '../domain/record';
import type { Enrolment } from '../domain/types';
import { lasting, reopen } from '../storage/connection';
import type { Database } from '../storage/database';
import { enrolIn } from '../storage/enrolling';
import { Outbox } from '../storage/outbox';
import { databaseOf, ownersOf } from '../storage/shared';
import type { Profile, Shared } from '../storage/shared';
import { makeVault, openVault } from '../storage/vault';
import type { Lock, Vault } from '../storage/vault';
import type { HandedOver, ProfileView, Removal, SyncReason, UnlockResult } from './app';
import type { Ports } from './ports';
import { inPlace, post, waitingIn } from './posting';
import type { State } from './state';

/** A profile whose lock has been opened. */
export interface OpenProfile {
  id: string;
  database: Database;
  vault: Vault;
}

/** A profile that is ready for somebody. */
export interface NewProfile extends OpenProfile {
  lock: Lock;
  picture: string;
}

/** What becomes of a profile that is open. */
export interface Losing {
  /** What was stored is gone, or can no longer be read. */
  broken(fault: StorageFault): void;
  /** Somebody wants the database for a newer app, or to remove it: what is not written yet must be now. */
  wanted(): Promise<void>;
}

/** How often is written down how much of a wait is over, and of a day of grace. */
const COUNT_MS = 5000;
const GRACE_COUNT_MS = 60_000;
/** What is shown of a profile that cannot be read. */
const UNREADABLE = { unsent: 0, oldestUnsentAt: null, media: 0, unsafe: 1, drafts: 0 };

export class Profiles {
  private sending: Promise<SyncReason | null> | null = null;
  private counting: ReturnType<typeof setTimeout> | undefined;
  /** Names this page's life. */
  private readonly page: string;
  private strays: string[] = [];
  /** A lock that is made anew, after its profile was opened. */
  private strengthening: Promise<void> = Promise.resolve();

  constructor(
    private readonly ports: Ports,
    private readonly state: State,
    private readonly shared: Shared,
    private readonly losing: Losing,
  ) {
    this.page = hex(ports.random(8));
  }

  /** Looks anew at who is here and what waits for each. */
  async look(): Promise<void> {
    await this.writeWaits();
    const profiles = await this.shared.profiles();
    this.state.profiles.value = await Promise.all(profiles.map((one) => this.view(one)));
    this.countOn(profiles);
  }

  private clock(): PageClock {
    return { page: this.page, at: this.ports.elapsed() };
  }

  private graceClock(): GraceClock {
    return { page: this.page, at: this.ports.passed(), wall: this.ports.now() };
  }

  /** Writes down how much of each wait is over, so that a page begun anew goes on from there. */
  private async writeWaits(): Promise<Profile[]> {
    const profiles = await this.shared.profiles();
    for (const { id, wait, grace } of profiles) {
      if (wait?.ms) await this.shared.waited(id, this.clock());
      if (grace) await this.shared.graced(id, this.graceClock());
    }
    return profiles;
  }

  /** Does so now and then, as long as somebody waits. */
  private countOn(profiles: readonly Profile[]): void {
    clearTimeout(this.counting);
    const every = profiles.some(({ wait }) => wait?.ms)
      ? COUNT_MS
      : profiles.some(({ grace }) => grace?.ms)
        ? GRACE_COUNT_MS
        : 0;
    if (every) this.counting = setTimeout(() => void this.writeWaits().then((all) => this.countOn(all)), every);
  }

  /** Takes back into the list who has a place here and is not in it, for the browser lost what is shared. Those of whom no lock
   * was kept stay strays: nobody can open them, and what is finished in them still goes. */
  async adopt(): Promise<void> {
    const listed = (await this.shared.profiles()).map((one) => one.id);
    const strays: string[] = [];
    for (const id of ownersOf(await this.ports.databaseNames()).filter((one) => !listed.includes(one))) {
      const known = await inPlace(this.ports, id, (outbox) => outbox.meta('profile')).catch(() => undefined);
      if (known) await this.shared.add({ id, ...known, openedAt: this.ports.now(), failures: 0 });
      else strays.push(id);
    }
    this.strays = strays;
    await this.countStrays();
  }

  private async countStrays(): Promise<void> {
    const waiting = await Promise.all(this.strays.map((id) => waitingIn(this.ports, id).catch(() => null)));
    this.state.stray.value = waiting.reduce(
      (sum, one) => ({ unsent: sum.unsent + (one?.unsent ?? 0), media: sum.media + (one?.media ?? 0) }),
      { unsent: 0, media: 0 },
    );
  }

  private async view(profile: Profile): Promise<ProfileView> {
    const { id, picture, grace } = profile;
    const removableAt = grace ? this.ports.now() + graceLeft(grace, this.graceClock()) : null;
    // One that is damaged must not stop the others.
    const waiting = await waitingIn(this.ports, id).catch(() => UNREADABLE);
    const left = waitLeft(profile, this.clock());
    return {
      id,
      picture,
      removableAt,
      ...(profile.code ? { code: profile.code } : {}),
      openAt: left ? this.ports.elapsed() + left : 0,
      ...waiting,
    };
  }

  /** Tries a PIN. A try counts before it is made. */
  async unlock(id: string, pin: string): Promise<OpenProfile | Exclude<UnlockResult, { ok: true }>> {
    const { ports, shared } = this;
    const trying = await shared.try(id, this.clock());
    try {
      const vault =
        trying && (await openVault(trying.lock, pin, ports.pins.hash).catch((error) => this.notTried(id, error)));
      if (!vault) {
        await this.look();
        return { ok: false, openAt: this.state.profiles.value.find((one) => one.id === id)?.openAt ?? 0 };
      }
      await shared.opened(id, ports.now());
      const opened = await this.enter(id, vault);
      await this.rememberIn(opened, trying).catch(() => undefined); // a copy, for a day that may never come
      this.strengthening = this.strengthen(opened, trying, pin).catch(() => undefined); // again when it is next opened
      return opened;
    } catch (error) {
      return { ok: false, openAt: 0, fault: faultOf(error) };
    }
  }

  /** The phone could not hash the PIN: that try does not count. */
  private async notTried(id: string, error: unknown): Promise<never> {
    await this.shared.notTried(id);
    throw error;
  }

  /** Writes today's lock in the place of one that is cheaper to try, and its copy. */
  private async strengthen(opened: OpenProfile, profile: Profile, pin: string): Promise<void> {
    const { strengthen } = await this.ports.late;
    const lock = await strengthen(this.ports.pins, this.shared, { ...profile, pin });
    if (lock) await this.rememberIn(opened, { ...profile, lock });
  }

  /** What a PIN costs here, and what hashes it. */
  private async hashing(): Promise<Parameters<typeof makeVault>[1]> {
    const { cost, hash } = this.ports.pins;
    return { cost: await cost(), hash };
  }

  /** Keeps beside somebody's own what opens it, for the day on which what is shared is gone. */
  private rememberIn(
    { database, vault }: OpenProfile,
    { picture, lock, madeAt }: Pick<Profile, 'picture' | 'lock' | 'madeAt'>,
  ): Promise<void> {
    return new Outbox(database, vault).setMeta('profile', { picture, lock, madeAt });
  }

  /** Makes ready a place for somebody new, which nobody can open but by this PIN. It is nobody's until `add`. */
  async prepare({ pin, picture }: { pin: string; picture: string }): Promise<NewProfile> {
    const { lock, vault } = await makeVault(pin, await this.hashing());
    return { ...(await this.enter(hex(this.ports.random(8)), vault, true)), lock, picture };
  }

  async add(enrolment: Enrolment, { lock, picture, ...opened }: NewProfile, code: string): Promise<void> {
    await enrolIn(opened, enrolment);
    const at = this.ports.now();
    await this.rememberIn(opened, { picture, lock, madeAt: at });
    await this.shared.add({ id: opened.id, picture, lock, madeAt: at, openedAt: at, failures: 0, code });
    await this.look();
  }

  /** For whom the Lab did not let in. */
  async discard({ id, database }: NewProfile): Promise<void> {
    database.close();
    await this.ports.deleteDatabase(databaseOf(id));
  }

  /** A profile that is there must hold what it held: a database that the browser lost comes back empty. */
  private async enter(id: string, vault: Vault, isNew = false): Promise<OpenProfile> {
    let there = !isNew;
    const open = async (): Promise<Database> => {
      const database = await this.ports.openDatabase(databaseOf(id), (why) =>
        why === 'wanted' ? this.losing.wanted() : taken(),
      );
      if (there && !(await database.get('meta', 'enrolment'))) {
        database.close();
        throw new StorageError('gone');
      }
      there = true;
      return database;
    };
    const database = await lasting(open);
    const taken = (): Promise<void> => reopen(database).catch((error: unknown) => this.losing.broken(faultOf(error)));
    return { id, vault, database };
  }

  /** Whether the PIN was changed: not when the old one is wrong. */
  async changePin(old: string, next: string): Promise<boolean> {
    await this.strengthening; // or it would write the old PIN's lock over the new one's copy
    const id = this.state.here.value;
    const trying = id === null ? undefined : await this.shared.try(id, this.clock());
    if (!id || !trying) return false;
    const { relock } = await this.ports.late;
    const lock = await relock(trying.lock, old, next, await this.hashing()).catch((error) => this.notTried(id, error));
    if (!lock || !(await this.shared.relock(id, lock, trying.lock))) return false;
    await this.shared.opened(id, this.ports.now());
    await inPlace(this.ports, id, (outbox) =>
      outbox.setMeta('profile', { picture: trying.picture, lock, madeAt: trying.madeAt }),
    ).catch(() => undefined); // again when it is next opened
    return true;
  }

  /** Takes a place away. With drafts in it only a day after it was first asked for: a child that plays with the phone, or
   * somebody who means ill, must not cost another their words. Whoever opens it meanwhile keeps it. */
  async remove(id: string): Promise<Removal> {
    const { unsafe, drafts } = await waitingIn(this.ports, id);
    if (unsafe) return 'unsafe';
    if (drafts && !(await this.shared.mayRemove(id, this.graceClock()))) {
      await this.look();
      return 'later';
    }
    await this.shared.remove(id);
    await this.ports.deleteDatabase(databaseOf(id));
    await this.look();
    return 'gone';
  }

  /** Sends what is finished in every profile that is locked. Asked again while under way, it is the same. */
  send(): Promise<SyncReason | null> {
    this.sending ??= this.sendAll().finally(() => (this.sending = null));
    return this.sending;
  }

  async sent(): Promise<void> {
    await this.sending?.catch(() => undefined);
  }

  private async sendAll(): Promise<SyncReason | null> {
    const { ports, shared, state } = this;
    const others = [
      ...(await shared.profiles()).map((one) => one.id).filter((id) => id !== state.here.value),
      ...this.strays,
    ];
    const reason = others.length ? await post(ports, shared, others) : null;
    await this.look();
    await this.countStrays();
    return reason;
  }

  /** Files of all that is not in a safe place yet, of everybody. */
  async handOver(onProgress: (done: number, of: number) => void): Promise<HandedOver[]> {
    const { filesOf } = await this.ports.late;
    const made: HandedOver[] = [];
    for (const id of [...(await this.shared.profiles()).map((one) => one.id), ...this.strays]) {
      made.push(
        ...(await inPlace(this.ports, id, (outbox) => filesOf(outbox, new Date(this.ports.now()), onProgress))),
      );
    }
    return made;
  }
}
