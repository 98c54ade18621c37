// Photos and voices under way: taken or spoken, and not yet part of their draft. Whoever goes on waits for them, or says that
// they are not in the record.

import { signal } from '@preact/signals';
import { CaptureError } from '../domain/failure';
import type { Making, Recording } from './app';

interface Under extends Making {
  ended: Promise<unknown>;
  /** Ends the waiting for it, whatever becomes of it. */
  drop: () => void;
  /** For what goes on until somebody ends it. */
  end?: () => Promise<unknown>;
  wanted: boolean;
}

export class UnfinishedMedia {
  private readonly under = signal<readonly Under[]>([]);
  /** What came to nothing: it is missing from its record, and nobody may have seen it. */
  private readonly lost = signal<readonly Making[]>([]);

  of(draftId: string): readonly Making[] {
    return this.under.value.filter((one) => one.draftId === draftId);
  }

  missed(draftId: string): readonly Making[] {
    return this.lost.value.filter((one) => one.draftId === draftId);
  }

  get any(): boolean {
    return this.under.value.length > 0;
  }

  /** Follows work until it has ended; the work asks whether it is still wanted before it changes the draft. */
  track<Result>(about: Making, work: (wanted: () => boolean) => Promise<Result>): Promise<Result> {
    const one: Under = { ...about, ended: Promise.resolve(), drop: () => undefined, wanted: true };
    const running = work(() => one.wanted);
    this.begin(one, running);
    return running;
  }

  /** Follows a voice from its first second until it is saved or cancelled. */
  voice(about: Omit<Making, 'kind'>, recording: Recording): Recording {
    let settle = (): void => undefined;
    let refuse = (_error: unknown): void => undefined;
    const ended = new Promise<void>((resolve, reject) => ([settle, refuse] = [resolve, reject]));
    let stopped: ReturnType<Recording['stop']> | undefined;
    const stop = (): ReturnType<Recording['stop']> => {
      stopped ??= recording.stop(); // the screen and who goes on may both end it
      stopped.then(settle, refuse);
      return stopped;
    };
    const cancel = (): Promise<void> => recording.cancel().finally(settle);
    const voice = Object.create(recording, { stop: { value: stop }, cancel: { value: cancel } }) as Recording;
    this.begin({ ...about, kind: 'voice', ended, drop: () => undefined, wanted: true, end: stop }, ended);
    return voice;
  }

  private begin(one: Under, running: Promise<unknown>): void {
    const same = (each: Making): boolean => each.draftId === one.draftId && each.question === one.question;
    const over = (): void => void (this.under.value = this.under.value.filter((each) => each !== one));
    this.lost.value = this.lost.value.filter((each) => !same(each));
    this.under.value = [...this.under.value, one];
    const ended = running.then(over, (error: unknown) => {
      over();
      if (!one.wanted) return;
      this.lost.value = [...this.lost.value, { ...one, joins: error instanceof CaptureError && error.seconds > 0 }];
      throw error;
    });
    one.ended = Promise.race([ended, new Promise<void>((resolve) => (one.drop = resolve))]);
    one.ended.catch(() => undefined); // who waits hears of it; nobody else need
  }

  /** Ends what goes on, and resolves when all of it is part of the draft. Rejects when something came to nothing. */
  async settled(draftId = ''): Promise<void> {
    const open = this.under.value.filter((one) => !draftId || one.draftId === draftId);
    for (const one of open) void one.end?.().catch(() => undefined);
    await Promise.all(open.map((one) => one.ended));
  }

  /** The person goes on without what is under way. */
  giveUp(draftId: string): void {
    const open = this.under.value.filter((one) => one.draftId === draftId);
    for (const one of open) {
      one.wanted = false;
      one.drop();
    }
    this.under.value = this.under.value.filter((one) => one.draftId !== draftId);
    this.miss(open);
  }

  /** These are missing from their records. */
  miss(those: readonly Making[]): void {
    const known = this.lost.value.filter(
      (one) => !those.some((each) => each.draftId === one.draftId && each.question === one.question),
    );
    this.lost.value = [...known, ...those];
  }

  /** What was stored apart is part of the draft now. */
  joined(draftId: string): void {
    this.lost.value = this.lost.value.filter((one) => one.draftId !== draftId || !one.joins);
  }

  /** The person has seen what is missing, or its draft is no more. */
  seen(draftId: string): void {
    this.lost.value = this.lost.value.filter((one) => one.draftId !== draftId);
  }
}

/** Ends work on what nobody waits for any more. */
export function whileWanted(wanted: () => boolean): void {
  if (!wanted()) throw new CaptureError('given-up');
}
