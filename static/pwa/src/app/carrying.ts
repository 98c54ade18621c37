// Handing records over without a network: making the files, and carrying those of others to where there is one.

import { TYPE, toCarry } from '../bundle/carried';
import type { BundleFile } from '../bundle/bundle';
import type { WhyNot } from '../bundle/receiving';
import { sha256 } from '../domain/record';
import type { Outbox } from '../storage/outbox';
import type { Ports } from './ports';
import type { State } from './state';

/** Room to leave for the person's own records. */
const SPARE_BYTES = 20 * 1024 * 1024;

interface BundleOptions extends Pick<Ports, 'bundles'> {
  at: Date;
  onProgress(done: number, of: number): void;
}

/** Files of all that is not in a safe place yet; needs nobody's PIN. */
export async function filesOf(outbox: Outbox, { bundles, at, onProgress }: BundleOptions): Promise<BundleFile[]> {
  const posting = await outbox.meta('posting');
  if (!posting) return [];
  const entries = toCarry(await outbox.entries());
  const source = {
    entries,
    sealedItemOf: (id: string, rev: number) => outbox.sealedItemOf(id, rev),
    bytesOf: (hash: string) => outbox.bytesOf(hash),
  };
  return bundles(source, posting, at, (done) => onProgress(done, entries.length));
}

export class Carrying {
  constructor(
    private readonly ports: Ports,
    private readonly state: State,
    private readonly outbox: Outbox,
  ) {}

  /** Keeps a file that was handed over, until the server says that all of it is safe. */
  async receive(file: Blob, name: string): Promise<{ records: number; media: number } | WhyNot> {
    const enrolment = this.state.enrolment.value;
    if (!enrolment) return 'not-ours';
    const counts = await this.ports.lookAt(file, { programme: enrolment.scope.programme, device: enrolment.device_id });
    if (typeof counts === 'string') return counts;
    const { freeBytes } = await this.ports.device.room();
    if (freeBytes !== null && freeBytes < file.size + SPARE_BYTES) return 'no-space';
    const bytes = await file.arrayBuffer();
    const head = {
      sha256: await sha256(bytes),
      type: TYPE,
      size: bytes.byteLength,
      madeAt: this.ports.now(),
      uploadUrl: null,
      sentAt: null,
    };
    try {
      await this.outbox.keepCarried({ ...head, carried: { name, ...counts } }, bytes);
    } catch {
      return 'no-space';
    }
    await this.state.changed(['carried']);
    return counts;
  }
}
