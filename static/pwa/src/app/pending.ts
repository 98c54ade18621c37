// What is not on the disk yet: the one place that knows it. Whatever is to be written down is handed in here under a name and
// stays until it is written, through any number of failures; whoever goes on, locks or closes asks here first.

import { signal } from '@preact/signals';
import { faultOf } from '../domain/failure';
import type { StorageFault } from '../domain/failure';

/** The longest that what is typed without a pause is only in memory. */
export const LONGEST_WAIT_MS = 2000;
/** After so long without an answer the person hears that it takes time. */
const SLOW_MS = 5000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;

interface Unit {
  /** Writes all that is known under this name at that moment. */
  write: () => Promise<void>;
  /** Not on the disk, and not on its way. */
  dirty: boolean;
  /** Since when, and when it is to be written, on a clock that nobody can set. */
  since: number;
  due: number;
  writing: Promise<void> | null;
  timer: ReturnType<typeof setTimeout> | undefined;
  failures: number;
}

export class Pending {
  private readonly units = new Map<string, Unit>();
  private readonly faults = signal<ReadonlyMap<string, StorageFault>>(new Map());

  /** To be written within `waitMs` after the last call, and never later than `LONGEST_WAIT_MS` after the first. A later
   * `write` of the same name replaces the ones before it. */
  put(name: string, write: () => Promise<void>, waitMs = 0): void {
    const unit = this.units.get(name) ?? {
      write,
      dirty: false,
      since: 0,
      due: 0,
      writing: null,
      timer: undefined,
      failures: 0,
    };
    const now = performance.now();
    if (!unit.dirty) unit.since = now;
    Object.assign(unit, { write, dirty: true, due: Math.min(now + waitMs, unit.since + LONGEST_WAIT_MS) });
    this.units.set(name, unit);
    this.soon(name, unit);
  }

  /** Resolves when all of this name, or whose name begins with it, is on the disk. Rejects when something is not; that is
   * retried. */
  async saved(of = ''): Promise<void> {
    for (;;) {
      const open = Array.from(this.units).filter(([name]) => name.startsWith(of));
      if (!open.length) return;
      await Promise.all(open.map(([, unit]) => unit.writing?.catch(() => undefined))); // one that fails is tried anew now
      await Promise.all(
        open.map(([name, unit]) => (this.units.get(name) === unit && unit.dirty ? this.run(name, unit) : undefined)),
      );
    }
  }

  /** Why something of this name is not on the disk; null when it is, or on its way. Screens that ask are drawn anew. */
  fault(of = ''): StorageFault | null {
    return Array.from(this.faults.value).find(([name]) => name.startsWith(of))?.[1] ?? null;
  }

  /** Whether something of this name is not on the disk. */
  holds(of = ''): boolean {
    return Array.from(this.units.keys()).some((name) => name.startsWith(of));
  }

  /** Drops what could not be written: the person said so, or it has no meaning any more. */
  drop(of: string): void {
    for (const [name, unit] of Array.from(this.units)) {
      if (!name.startsWith(of)) continue;
      clearTimeout(unit.timer);
      this.units.delete(name);
      this.setFault(name, null);
    }
  }

  /** Begins when it is due: now, for what was touched. */
  private soon(name: string, unit: Unit): void {
    const left = unit.due - performance.now();
    if (left > 0) this.later(name, unit, left);
    else void this.run(name, unit).catch(() => undefined); // the fault says so, and it is tried again
  }

  private later(name: string, unit: Unit, ms: number): void {
    clearTimeout(unit.timer);
    unit.timer = setTimeout(() => void this.run(name, unit).catch(() => undefined), ms);
  }

  private run(name: string, unit: Unit): Promise<void> {
    clearTimeout(unit.timer);
    if (unit.writing) return unit.writing; // `wrote` begins the next one
    unit.dirty = false;
    const slow = setTimeout(() => this.units.get(name) === unit && this.setFault(name, 'slow'), SLOW_MS);
    const began = unit.since;
    const begun = (async () => unit.write())(); // what it throws at once is a failure like any other
    unit.writing = begun
      .then(
        () => this.wrote(name, unit),
        (error: unknown) => this.failed(name, unit, { error, began }),
      )
      .finally(() => clearTimeout(slow));
    return unit.writing;
  }

  private wrote(name: string, unit: Unit): void {
    Object.assign(unit, { writing: null, failures: 0 });
    if (this.units.get(name) !== unit) return;
    this.setFault(name, null);
    if (!unit.dirty) this.units.delete(name);
    else this.soon(name, unit);
  }

  private failed(name: string, unit: Unit, { error, began }: { error: unknown; began: number }): never {
    Object.assign(unit, { writing: null, dirty: true, since: began, failures: unit.failures + 1 });
    if (this.units.get(name) === unit) {
      this.setFault(name, faultOf(error));
      this.later(name, unit, Math.min(FIRST_RETRY_MS * 2 ** (unit.failures - 1), LAST_RETRY_MS));
    }
    throw error;
  }

  private setFault(name: string, fault: StorageFault | null): void {
    if ((this.faults.value.get(name) ?? null) === fault) return;
    const next = new Map(this.faults.value);
    if (fault) next.set(name, fault);
    else next.delete(name);
    this.faults.value = next;
  }
}
