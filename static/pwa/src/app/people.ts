// Who has a place on this phone: opening it by its PIN, giving a place to somebody new, sending for all of them.

import { waitLeft } from '../domain/pin';
import { hex } from '../domain/record';
import type { Enrolment } from '../domain/types';
import type { Database } from '../storage/database';
import { Outbox } from '../storage/outbox';
import { databaseOf } from '../storage/shared';
import type { Profile, Shared } from '../storage/shared';
import { makeVault, openVault, relock } from '../storage/vault';
import type { Vault } from '../storage/vault';
import type { HandedOver, ProfileView, SyncReason, Unlocked } from './app';
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

export class People {
  private sending: Promise<SyncReason | null> | null = null;

  constructor(
    private readonly ports: Ports,
    private readonly state: State,
    private readonly shared: Shared,
  ) {}

  /** Looks anew at who is here and what waits for each. */
  async look(): Promise<void> {
    const profiles = await this.shared.profiles();
    this.state.profiles.value = await Promise.all(profiles.map((one) => this.view(one)));
  }

  private async view(profile: Profile): Promise<ProfileView> {
    const { id, picture } = profile;
    const [now, waiting] = [this.ports.now(), await waitingIn(this.ports, id)];
    const left = waitLeft(profile, now);
    return { id, picture, openAt: left ? now + left : 0, ...waiting };
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

  /** A place for somebody new; nobody can open it but by this PIN. */
  async add(enrolment: Enrolment, { pin, picture }: { pin: string; picture: string }): Promise<Opened> {
    const { ports, shared } = this;
    const { lock, vault } = await makeVault(pin, await ports.iterations());
    const id = hex(ports.random(8));
    const opened = await this.enter(id, vault);
    await new Outbox(opened.database, vault).enrol(enrolment);
    const at = ports.now();
    await shared.add({ id, picture, lock, madeAt: at, openedAt: at, failures: 0, triedAt: 0 });
    await this.look();
    return opened;
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

  /** Takes a place away, with the drafts in it. False when something finished in it is not in a safe place yet. */
  async remove(id: string): Promise<boolean> {
    if ((await waitingIn(this.ports, id)).unsafe) return false;
    await this.shared.remove(id);
    await this.ports.deleteDatabase(databaseOf(id));
    await this.look();
    return true;
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
