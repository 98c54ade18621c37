// Who has a profile on this phone, and who of them is here.

import type { ReadonlySignal } from '@preact/signals';
import type { StorageFault } from '../../domain/failure';
import type { Enrolment } from '../../domain/types';

/** Somebody's profile on this phone, as those see it who have not opened it. */
export interface ProfileView {
  id: string;
  picture: string;
  /** When a PIN may be tried again, in ms of the page's own clock (`ui/now.ts`, `elapsed`); 0 for now. */
  openAt: number;
  /** Finished here and not yet sent. */
  unsent: number;
  oldestUnsentAt: number | null;
  /** Photos, voices and carried files that are not sent yet. */
  media: number;
  /** Finished here, or carried for others, and not yet in a safe place. */
  unsafe: number;
  drafts: number;
  /** When it may be taken away with its drafts; null as long as nobody has asked for it. */
  removableAt: number | null;
  /** The spent code that they came with. */
  code?: string;
}

/** `unsafe`: something finished is not in a safe place yet; `later`: there are drafts, and somebody may still open it. */
export type Removal = 'gone' | 'later' | 'unsafe';

/** `openAt`: as in `ProfileView`. `fault`: the PIN was right, and the profile cannot be opened. */
export type UnlockResult = { ok: true } | { ok: false; openAt: number; fault?: StorageFault };

export type EnrolResult =
  | { ok: true }
  | {
      ok: false;
      reason:
        | 'unknown-code'
        | 'another-person'
        | 'slow-down'
        | 'offline'
        | 'portal'
        | 'setup'
        | 'server'
        | 'full'
        | 'storage';
    };

export interface People {
  readonly profiles: ReadonlySignal<ProfileView[]>;
  /** Whose profile is open; null while the phone is locked. */
  readonly here: ReadonlySignal<string | null>;
  readonly enrolment: ReadonlySignal<Enrolment | null>;
  /** What is finished in profiles that nobody can open any more. */
  readonly stray: ReadonlySignal<{ unsent: number; media: number }>;
  /** Opens somebody's profile. */
  unlock(profile: string, pin: string): Promise<UnlockResult>;
  /** Drops all that was opened: the page begins anew. Not while something is not on the disk: false then. */
  lock(): Promise<boolean>;
  /** False when the old one is wrong. */
  changePin(old: string, next: string): Promise<boolean>;
  /** Removes a profile. One with drafts only when nobody has opened it for a day since it was first asked for. */
  remove(profile: string): Promise<Removal>;
  /** A profile for somebody new, which only this PIN opens. */
  enrol(code: string, who: { pin: string; picture: string }): Promise<EnrolResult>;
  /** Goes on in the profile that is open, with a new code, as the person of before: nothing in it is lost. */
  rejoin(code: string): Promise<EnrolResult>;
}
