// Photos that are made and not on the disk yet. They stay in memory and are tried again until they are written; words do not
// wait for them, for a photo may find no room where words still do.

import { signal } from '@preact/signals';
import { CaptureError, faultOf } from '../domain/failure';
import type { StorageFault } from '../domain/failure';
import type { MediaRef } from '../domain/types';
import { whileWanted } from './making';
import type { Making } from './making';
import type { Pending } from './pending';

interface Held extends Making {
  /** Rejects what waits for its first try. */
  giveUp: (reason: unknown) => void;
}

type Which = Pick<Making, 'draftId' | 'question'>;

const unitOf = (draftId: string, question?: string): string => `photo/${draftId}/${question === undefined ? '' : `${question}/`}`;

export class HeldPhotos {
  private readonly held = signal<readonly Held[]>([]);

  constructor(
    private readonly pending: Pending,
    /** Hears of a photo whose draft was finished or thrown away in another window. */
    private readonly onOvertaken: (draftId: string) => void,
  ) {}

  of(draftId: string): readonly Making[] {
    return this.held.value.filter((one) => one.draftId === draftId);
  }

  get drafts(): string[] {
    return Array.from(new Set(this.held.value.map((one) => one.draftId)));
  }

  fault(draftId: string): StorageFault | null {
    return this.pending.fault(unitOf(draftId));
  }

  /** Resolves when all of a draft's are written. Rejects when one is not: it is kept and tried again. */
  saved(draftId: string): Promise<void> {
    return this.pending.saved(unitOf(draftId));
  }

  /** Writes a photo, now and again until it is written; a newer one for the same question stands for it. Rejects when the
   * first try fails. */
  keep(about: Which, write: () => Promise<MediaRef>): Promise<MediaRef> {
    this.letGo(about.draftId, about.question); // a write of it that is under way comes first
    return new Promise((resolve, reject) => {
      const one: Held = { ...about, kind: 'photo', giveUp: reject };
      this.held.value = [...this.held.value, one];
      this.pending.put(unitOf(about.draftId, about.question), () => this.write(one, write).then(resolve, (error: unknown) => this.failed(one, error)));
    });
  }

  /** Lets go of a draft's, or of the one for a question. */
  forget(draftId: string, question?: string): void {
    if (this.letGo(draftId, question)) this.pending.forget(unitOf(draftId, question));
  }

  /** How many are held no more. */
  private letGo(draftId: string, question?: string): number {
    const going = this.held.value.filter((one) => one.draftId === draftId && (question === undefined || one.question === question));
    if (going.length) this.held.value = this.held.value.filter((one) => !going.includes(one));
    for (const one of going) one.giveUp(new CaptureError('given-up'));
    return going.length;
  }

  private async write(one: Held, write: () => Promise<MediaRef>): Promise<MediaRef> {
    whileWanted(() => this.held.value.includes(one));
    const ref = await write();
    this.held.value = this.held.value.filter((each) => each !== one);
    return ref;
  }

  private failed(one: Held, error: unknown): void {
    one.giveUp(error);
    if (faultOf(error) !== 'elsewhere') throw error;
    this.onOvertaken(one.draftId);
  }
}
