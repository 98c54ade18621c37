// What all who use this phone share: its settings, and who has a place on it. Nothing here is anybody's secret.

import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { waitLeft } from '../domain/pin';
import type { Tries } from '../domain/pin';
import type { Months, VoiceRate } from '../domain/thrift';
import type { Lock } from './vault';

/** Somebody's place on this phone: a picture they know it by, and the lock on all that is theirs. */
export interface Profile extends Tries {
  /** Names their database. */
  id: string;
  picture: string;
  lock: Lock;
  madeAt: number;
  openedAt: number;
  /** When it may be taken away with its drafts; null as long as nobody has asked for it. */
  removableAt: number | null;
  /** The code that they came with, as `plainCode` has it: the link with it is what people keep. It is spent and opens nothing. */
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

/** Opens what is shared. `onLost` as for `openDatabase`. */
export async function openShared(name: string, onLost: () => void): Promise<SharedDatabase> {
  const database: SharedDatabase = await openDB<SharedSchema>(name, 1, {
    upgrade(db) {
      db.createObjectStore('settings');
      db.createObjectStore('profiles', { keyPath: 'id' });
    },
    blocking() {
      database.close();
      onLost();
    },
    terminated: onLost,
  });
  return database;
}

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
    const tx = this.db.transaction('profiles', 'readwrite', { durability: 'strict' });
    await Promise.all([tx.store.add(profile), tx.done]);
  }

  remove(id: string): Promise<void> {
    return this.db.delete('profiles', id);
  }

  /** Counts a try before it is made, so that a page that is killed over it has made it all the same. Undefined when it is too
   * early for one. */
  try(id: string, now: number): Promise<Profile | undefined> {
    return this.change(id, (held) => (waitLeft(held, now) ? undefined : { failures: held.failures + 1, triedAt: now }));
  }

  async opened(id: string, now: number): Promise<void> {
    await this.change(id, () => ({ failures: 0, openedAt: now, removableAt: null }));
  }

  /** The last try counts as made at this moment. */
  async tried(id: string, at: number): Promise<void> {
    await this.change(id, () => ({ triedAt: at }));
  }

  /** Whether the time of grace is over; the first to ask begins it. */
  async mayRemove(id: string, now: number, graceMs: number): Promise<boolean> {
    const held = await this.change(id, (one) => (one.removableAt === null ? { removableAt: now + graceMs } : undefined));
    const at = (held ?? (await this.db.get('profiles', id)))?.removableAt ?? null;
    return at !== null && at <= now;
  }

  async relock(id: string, lock: Lock): Promise<void> {
    await this.change(id, () => ({ lock }));
  }

  private async change(id: string, how: (held: Profile) => Partial<Profile> | undefined): Promise<Profile | undefined> {
    const tx = this.db.transaction('profiles', 'readwrite', { durability: 'strict' });
    const held = await tx.store.get(id);
    const change = held && how(held);
    const changed = held && change ? { ...held, ...change } : undefined;
    if (changed) await tx.store.put(changed);
    await tx.done;
    return changed;
  }
}
