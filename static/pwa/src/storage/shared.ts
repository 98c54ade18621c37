// What all who use this phone share: its settings, and who has a profile on it. Nothing here is anybody's secret.

import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { GRACE_MS, graceLeft } from '../domain/grace';
import type { Grace, GraceClock } from '../domain/grace';
import { waitLeft, waitMs } from '../domain/pin';
import type { PageClock, Tries } from '../domain/pin';
import type { Months, VoiceRate } from '../domain/thrift';
import { twice } from './connection';
import { release } from './database';
import type { OnLost } from './database';
import type { Lock } from './vault';

/** Somebody's profile on this phone: a picture they know it by, and the lock on all that is theirs. */
export interface Profile extends Tries {
  /** Names their database. */
  id: string;
  picture: string;
  lock: Lock;
  madeAt: number;
  openedAt: number;
  /** What is left until it may be taken away with its drafts; none as long as nobody has asked for it. */
  grace?: Grace | null;
  /** The code that they came with, as `plainEnrolmentCode` has it: the link with it is what people keep. It is spent and opens nothing. */
  code?: string;
}

export interface Settings {
  language: string;
  photosWait: boolean;
  voicesWait: boolean;
  voiceRate: VoiceRate;
  earFirst: boolean;
  /** The language somebody listens in; null: as the words are written. */
  listening: string | null;
  /** Bytes up and down, by month and kind. */
  spent: Months;
}

interface SharedSchema extends DBSchema {
  settings: { key: string; value: unknown };
  profiles: { key: string; value: Profile };
}

export type SharedDatabase = IDBPDatabase<SharedSchema>;

export const SHARED_NAME = 'echo-phone';
/** The database of somebody's own. */
export const databaseOf = (profile: string): string => `echo-of-${profile}`;
/** The ids of those whose databases are among these. */
export const ownersOf = (databases: readonly string[]): string[] =>
  databases.flatMap((name) => /^echo-of-(.+)$/.exec(name)?.[1] ?? []);

/** Opens what is shared. `onLost` as for `openDatabase`. */
export async function openShared(name: string, onLost: OnLost): Promise<SharedDatabase> {
  const database: SharedDatabase = await openDB<SharedSchema>(name, 1, {
    upgrade(db) {
      db.createObjectStore('settings');
      db.createObjectStore('profiles', { keyPath: 'id' });
    },
    blocking: () => void release(database, onLost),
    terminated: () => void onLost('taken'),
  });
  return database;
}

/** Where what was chosen on this phone is read and written. */
export type SettingStore = Pick<Shared, 'setting' | 'set'>;

export class Shared {
  constructor(private readonly db: SharedDatabase) {}

  async setting<Key extends keyof Settings>(key: Key): Promise<Settings[Key] | undefined> {
    return (await this.db.get('settings', key)) as Settings[Key] | undefined;
  }

  async set<Key extends keyof Settings>(key: Key, value: Settings[Key]): Promise<void> {
    await this.db.put('settings', value, key);
  }

  /** In the order in which they came. */
  async profiles(): Promise<Profile[]> {
    return (await this.db.getAll('profiles')).sort((a, b) => a.madeAt - b.madeAt);
  }

  async add(profile: Profile): Promise<void> {
    await twice(this.db, async () => {
      const tx = this.db.transaction('profiles', 'readwrite', { durability: 'strict' });
      await Promise.all([tx.store.put(profile), tx.done]);
    });
  }

  remove(id: string): Promise<void> {
    return this.db.delete('profiles', id);
  }

  /** Counts a try before it is made, so that a page that is killed over it has made it all the same. Undefined when it is too
   * early for one. */
  try(id: string, clock: PageClock): Promise<Profile | undefined> {
    return this.change(id, (profile) =>
      waitLeft(profile, clock)
        ? undefined
        : { failures: profile.failures + 1, wait: { ...clock, ms: waitMs(profile.failures + 1) } },
    );
  }

  /** A try in which the phone could not hash the PIN. */
  async notTried(id: string): Promise<void> {
    await this.change(id, ({ failures, wait }) => ({
      failures: failures - 1,
      ...(wait && { wait: { ...wait, ms: 0 } }),
    }));
  }

  async opened(id: string, now: number): Promise<void> {
    await this.change(id, ({ wait }) => ({
      failures: 0,
      openedAt: now,
      grace: null,
      ...(wait && { wait: { ...wait, ms: 0 } }),
    }));
  }

  /** Writes down what is left of the wait after a wrong PIN. */
  async waited(id: string, clock: PageClock): Promise<void> {
    await this.change(id, (profile) => {
      const ms = waitLeft(profile, clock);
      return ms || profile.wait?.ms ? { wait: { ...clock, ms } } : undefined;
    });
  }

  /** Whether the time of grace is over; the first to ask begins it. */
  async mayRemove(id: string, clock: GraceClock): Promise<boolean> {
    const profile = await this.change(id, ({ grace }) => ({
      grace: { ...clock, ms: grace ? graceLeft(grace, clock) : GRACE_MS },
    }));
    return profile?.grace?.ms === 0;
  }

  /** Writes down what is left of the time of grace. */
  async graced(id: string, clock: GraceClock): Promise<void> {
    await this.change(id, ({ grace }) => (grace ? { grace: { ...clock, ms: graceLeft(grace, clock) } } : undefined));
  }

  /** A new lock in the place of the one it was made from; false when there is another by now. */
  async relock(id: string, lock: Lock, from: Lock): Promise<boolean> {
    let done = false;
    await this.change(id, (now) => {
      done = [from, lock].some(({ salt }) => String(salt) === String(now.lock.salt)); // its own: tried twice
      return done ? { lock } : undefined;
    });
    return done;
  }

  private change(id: string, how: (profile: Profile) => Partial<Profile> | undefined): Promise<Profile | undefined> {
    return twice(this.db, () => this.once(id, how));
  }

  private async once(
    id: string,
    how: (profile: Profile) => Partial<Profile> | undefined,
  ): Promise<Profile | undefined> {
    const tx = this.db.transaction('profiles', 'readwrite', { durability: 'strict' });
    const profile = await tx.store.get(id);
    const change = profile && how(profile);
    const changed = profile && change ? { ...profile, ...change } : undefined;
    if (changed) await tx.store.put(changed);
    await tx.done;
    return changed;
  }
}
