// Photos that are made and not on the disk yet. They stay in memory and are tried again until they are written; words do not
// wait for them, for a photo may find no room where words still do.

import { signal } from '@preact/signals';
import { CaptureError, faultOf } from '../domain/failure';
import type { StorageFault } from '../domain/failure';
import { PHOTO_BYTES } from '../domain/room';
import type { MediaRef } from '../domain/types';
import { roomFor } from './drafting';
import type { Drafting } from './drafting';
import { whileWanted } from './unfinished-media';
import type { Making } from './app';
import type { UnfinishedMedia } from './unfinished-media';
import type { Pending } from './pending';
import type { Ports } from './ports';

/** Where photos are counted while they are made, and as long as they wait for the disk. */
interface Shelf {
  pending: Pending;
  under: UnfinishedMedia;
  overtakenBy(draftId: string): void;
}

interface UnsavedPhoto extends Making {
  /** Rejects what waits for its first try. */
  giveUp: (reason: unknown) => void;
}

type Write = () => Promise<MediaRef>;
type Which = Pick<Making, 'draftId' | 'question'>;

const unitOf = (draftId: string, question?: string): string =>
  `photo/${draftId}/${question === undefined ? '' : `${question}/`}`;

export class UnsavedPhotos {
  private readonly photos = signal<readonly UnsavedPhoto[]>([]);

  constructor(
    private readonly ports: Ports,
    private readonly unsaved: Shelf,
  ) {}

  of(draftId: string): readonly Making[] {
    return this.photos.value.filter((one) => one.draftId === draftId);
  }

  fault(draftId: string): StorageFault | null {
    return this.unsaved.pending.fault(unitOf(draftId));
  }

  /** Resolves when all of a draft's are written. Rejects when one is not: it stays in memory and is tried again. */
  saved(draftId: string): Promise<void> {
    return this.unsaved.pending.saved(unitOf(draftId));
  }

  /** Makes a photo small and follows it until it is on the disk. Rejects when it cannot be made, or when the first try to
   * write it fails; then it stays in memory and is tried again. */
  async take(about: Which, file: Blob, drafting: Pick<Drafting, 'attach'>): Promise<MediaRef> {
    const { tried } = await this.unsaved.under.track({ ...about, kind: 'photo' }, async (wanted) => {
      await roomFor(this.ports, PHOTO_BYTES);
      const photo = await this.ports.device.shrink(file);
      const bytes = await photo.arrayBuffer();
      whileWanted(wanted);
      const first = this.keep(about, () => drafting.attach(about.draftId, about.question, bytes, photo.type));
      await first.catch(() => undefined); // it did not come to nothing: it is tried again
      return { tried: first };
    });
    return tried;
  }

  /** Writes a photo, now and again until it is written; a newer one for the same question replaces it. Rejects when the
   * first try fails. */
  private keep(about: Which, write: Write): Promise<MediaRef> {
    this.remove(about.draftId, about.question); // a write of it that is under way comes first
    return new Promise((resolve, reject) => {
      const one: UnsavedPhoto = { ...about, kind: 'photo', giveUp: reject };
      this.photos.value = [...this.photos.value, one];
      this.unsaved.pending.put(unitOf(about.draftId, about.question), () =>
        this.write(one, write).then(resolve, (error: unknown) => this.failed(one, error)),
      );
    });
  }

  /** The person goes on without a draft's, or without any: they are missing from their records. */
  giveUp(draftId?: string): void {
    const going = this.photos.value.filter((one) => draftId === undefined || one.draftId === draftId);
    this.unsaved.under.miss(going);
    for (const one of going) this.drop(one.draftId, one.question);
  }

  /** Drops a draft's, or the one for a question. */
  drop(draftId: string, question?: string): void {
    if (this.remove(draftId, question)) this.unsaved.pending.drop(unitOf(draftId, question));
  }

  /** Returns how many were removed. */
  private remove(draftId: string, question?: string): number {
    const going = this.photos.value.filter(
      (one) => one.draftId === draftId && (question === undefined || one.question === question),
    );
    if (going.length) this.photos.value = this.photos.value.filter((one) => !going.includes(one));
    for (const one of going) one.giveUp(new CaptureError('given-up'));
    return going.length;
  }

  private async write(one: UnsavedPhoto, write: Write): Promise<MediaRef> {
    whileWanted(() => this.photos.value.includes(one));
    const ref = await write();
    this.photos.value = this.photos.value.filter((each) => each !== one);
    return ref;
  }

  private failed(one: UnsavedPhoto, error: unknown): void {
    one.giveUp(error);
    if (faultOf(error) !== 'elsewhere') throw error;
    this.unsaved.overtakenBy(one.draftId);
  }
}
