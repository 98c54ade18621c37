// Changes to drafts on their way to the disk. What screens show is the draft as it is there with these over it, so that a
// record never holds anything but what was shown.

import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { StorageError } from '../domain/failure';
import type { Draft } from '../domain/types';
import type { Pending } from './pending';

/** What becomes of a draft; pure, for it is done for the screen and again for the disk. */
export type Change = (draft: Draft) => Partial<Draft>;

export const unitOf = (draftId: string): string => `draft/${draftId}/`;

interface On {
  /** As they are on the disk. */
  drafts: ReadonlySignal<Draft[]>;
  /** Keeps a change; false when there is no such draft. */
  keep(draftId: string, change: Change): Promise<boolean>;
  /** Hears of a draft that another window finished or threw away while there was more to be written. */
  onOvertaken(draftId: string): void;
}

export class Changes {
  /** By draft, then by what is changed, in the order in which it was. */
  private readonly waiting = new Map<string, Map<string, Change>>();
  private readonly version = signal(0);
  private count = 0;
  /** As they are shown. */
  readonly drafts: ReadonlySignal<Draft[]>;

  constructor(
    private readonly pending: Pending,
    private readonly on: On,
  ) {
    this.drafts = computed(() => (this.version.value, on.drafts.value.map((draft) => this.shown(draft))));
  }

  /** Notes a change: shown at once, and written within `waitMs`. A later one of the same `what` replaces it. */
  note(draftId: string, what: string, change: Change, waitMs = 0): void {
    const of = this.waiting.get(draftId) ?? new Map<string, Change>();
    of.delete(what);
    of.set(what, change);
    this.waiting.set(draftId, of);
    this.version.value++;
    this.pending.put(unitOf(draftId), () => this.write(draftId), waitMs);
  }

  /** Notes a change that gives what comes after it other keys: later changes are never taken for ones before it. */
  divide(draftId: string, change: Change): void {
    this.count++;
    this.note(draftId, `step ${this.count}`, change);
  }

  /** The name of what is changed, as it is called since the last `divide`. */
  what(name: string): string {
    return `${this.count} ${name}`;
  }

  shown(draft: Draft): Draft {
    return laidOver(draft, Array.from(this.waiting.get(draft.id)?.values() ?? []));
  }

  /** Lets go of what was not written. */
  drop(draftId: string): void {
    this.waiting.delete(draftId);
    this.pending.drop(unitOf(draftId));
    this.version.value++;
  }

  dropAll(): void {
    for (const draftId of Array.from(this.waiting.keys())) this.drop(draftId);
  }

  private async write(draftId: string): Promise<void> {
    const of = this.waiting.get(draftId);
    if (!of?.size) return;
    const taken = Array.from(of);
    const written = await this.on.keep(draftId, (draft) =>
      laidOver(
        draft,
        taken.map(([, change]) => change),
      ),
    );
    if (!written) {
      if (this.waiting.get(draftId) === of) this.on.onOvertaken(draftId);
      throw new StorageError('elsewhere');
    }
    for (const [what, change] of taken) if (of.get(what) === change) of.delete(what);
    this.version.value++;
  }
}

const laidOver = (draft: Draft, changes: Change[]): Draft =>
  // biome-ignore lint/performance/noAccumulatingSpread: each change asks the draft of before it, and there are few
  changes.reduce((all, change) => ({ ...all, ...change(all) }), draft);
