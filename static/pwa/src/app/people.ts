// Who has a place on this phone: opening it by its PIN, giving a place to somebody new, sending for all of them.

import { waitLeft } from '../domain/pin';
import { hex } from '../domain/record';
import type { Enrolment } from '../domain/types';
import type { Database } from '../storage/database';
import { Outbox } from '../storage/outbox';
import { databaseOf } from '../storage/shared';
import type { Profile, Shared } from '../storage/shared';
import { makeVault, openVault, relock } from '../storage/vault';
import type { Lock, Vault } from '../storage/vault';
import type { HandedOver, ProfileView, Removal, SyncReason, Unlocked } from './app';
import { filesOf } from './carrying';
import type { Ports } from './ports';
import { inPlace, post, waitingIn } from './posting';
import type { State } from './state';

/** A place whose lock has been opened. */
export interface Opened {
  id: string;
  database: Database;
  vault: Vault;
}

/** A place that is ready for somebody. */
export interface Prepared extends Opened {
  lock: Lock;
  picture: string;
}

/** How long somebody may still open a place that another wants to take away with its drafts. */
const GRACE_MS = 24 * 3600 * 1000;
/** What is said of a place that cannot be read. */
const UNREADABLE = { unsent: 0, oldestUnsentAt: null, media: 0, unsafe: 1, drafts: 0 };

export class People {
  private sending: Promise<SyncReason | null> | null = null;

  constructor(
    private readonly ports: Ports,
    private readonly state: State,
    private readonly shared: Shared,
  ) {}

  /** Looks anew at who is here and what waits for each. */
  async look(): Promise<void> {
    const now = this.ports.now();
    const profiles = await this.shared.profiles();
    // A clock that was ahead and is right again must not keep its owner out until then: the wait begins anew, once.
    for (const one of profiles.filter(({ triedAt }) => triedAt > now)) await this.shared.tried(one.id, (one.triedAt = now));
    this.state.profiles.value = await Promise.all(profiles.map((one) => this.view(one)));
  }

  private async view(profile: Profile): Promise<ProfileView> {
    const { id, picture, removableAt } = profile;
    const now = this.ports.now();
    // One that is damaged must not stop the others.
    const waiting = await waitingIn(this.ports, id).catch(() => UNREADABLE);
    const left = waitLeft(profile, now);
    return { id, picture, removableAt, ...(profile.code ? { code: profile.code } : {}), openAt: left ? now + left : 0, ...waiting };
  }

  /** Tries a PIN. A try counts before it is made. */
  async unlock(id: string, pin: string): Promise<Opened | Exclude<Unlocked, { ok: true }>> {
    const { ports, shared } = this;
    const trying = await shared.try(id, ports.now());
    const vault = trying && (await openVault(trying.lock, pin));
    if (!vault) {
      await this.look();
      const openAt = this.state.profiles.value.find((one) => one.id === id)?.openAt ?? 0;
      return { ok: false, openAt };
    }
    await shared.opened(id, ports.now());
    return this.enter(id, vault);
  }

  /** Makes ready a place for somebody new, which nobody can open but by this PIN. It is nobody's until `add`. */
  async prepare({ pin, picture }: { pin: string; picture: string }): Promise<Prepared> {
    const { lock, vault } = await makeVault(pin, await this.ports.iterations());
    return { ...(await this.enter(hex(this.ports.random(8)), vault)), lock, picture };
  }

  async add(enrolment: Enrolment, { lock, picture, ...opened }: Prepared, code: string): Promise<Opened> {
    await new Outbox(opened.database, opened.vault).enrol(enrolment);
    const at = this.ports.now();
    await this.shared.add({ id: opened.id, picture, lock, madeAt: at, openedAt: at, failures: 0, triedAt: 0, removableAt: null, code });
    await this.look();
    return opened;
  }

  /** For whom the Lab did not let in. */
  async discard({ id, database }: Prepared): Promise<void> {
    database.close();
    await this.ports.deleteDatabase(databaseOf(id));
  }

  private async enter(id: string, vault: Vault): Promise<Opened> {
    return { id, vault, database: await this.ports.openDatabase(databaseOf(id), () => this.ports.device.reload()) };
  }

  /** Whether the PIN was changed: not when the old one is wrong. */
  async changePin(old: string, next: string): Promise<boolean> {
    const id = this.state.here.value;
    const trying = id === null ? undefined : await this.shared.try(id, this.ports.now());
    const lock = trying && (await relock(trying.lock, old, next, await this.ports.iterations()));
    if (!id || !lock) return false;
    await this.shared.relock(id, lock);
    await this.shared.opened(id, this.ports.now());
    return true;
  }

  /** Takes a place away. With drafts in it only a day after it was first asked for: a child that plays with the phone, or
   * somebody who means ill, must not cost another their words. Whoever opens it meanwhile keeps it. */
  async remove(id: string): Promise<Removal> {
    const { unsafe, drafts } = await waitingIn(this.ports, id);
    if (unsafe) return 'unsafe';
    if (drafts && !(await this.shared.mayRemove(id, this.ports.now(), GRACE_MS))) {
      await this.look();
      return 'later';
    }
    await this.shared.remove(id);
    await this.ports.deleteDatabase(databaseOf(id));
    await this.look();
    return 'gone';
  }

  /** Sends what is finished in every place that is locked. Asked again while under way, it is the same. */
  send(): Promise<SyncReason | null> {
    this.sending ??= this.sendAll().finally(() => (this.sending = null));
    return this.sending;
  }

  async sent(): Promise<void> {
    await this.sending?.catch(() => undefined);
  }

  private async sendAll(): Promise<SyncReason | null> {
    const { ports, shared, state } = this;
    const others = (await shared.profiles()).map((one) => one.id).filter((id) => id !== state.here.value);
    const reason = others.length ? await post(ports, shared, others) : null;
    await this.look();
    return reason;
  }

  /** Files of all that is not in a safe place yet, of everybody. */
  async handOver(onProgress: (done: number, of: number) => void): Promise<HandedOver[]> {
    const made: HandedOver[] = [];
    for (const { id } of await this.shared.profiles()) {
      made.push(...(await inPlace(this.ports, id, (outbox) => filesOf(outbox, new Date(this.ports.now()), onProgress))));
    }
    return made;
  }
}
