// Handing records over without a network: making the files, and carrying those of others to where there is one.

import { bundles } from '../bundle/bundle';
import type { BundleFile } from '../bundle/bundle';
import { TYPE, toCarry } from '../bundle/carried';
import { lookAt } from '../bundle/receiving';
import type { WhyNot } from '../bundle/receiving';
import { sha256 } from '../domain/record';
import type { Enrolment } from '../domain/types';
import type { Outbox } from '../storage/outbox';

/** Room to leave for the person's own records. */
const SPARE_BYTES = 20 * 1024 * 1024;

/** Files of all that is not in a safe place yet; needs nobody's PIN. */
export async function filesOf(
  outbox: Outbox,
  at: Date,
  onProgress: (done: number, of: number) => void,
): Promise<BundleFile[]> {
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

/** Who takes in a file: whose phone it is, where it is stored, how much room there is. */
interface Carrier {
  enrolment: Enrolment | null;
  outbox: Outbox;
  room(): Promise<{ freeBytes: number | null }>;
  now(): number;
}

/** Keeps a file that was handed over, until the server says that all of it is safe. */
export async function receive(
  { enrolment, outbox, room, now }: Carrier,
  file: Blob,
  name: string,
): Promise<{ records: number; media: number } | WhyNot> {
  if (!enrolment) return 'not-ours';
  const counts = await lookAt(file, { programme: enrolment.scope.programme, device: enrolment.device_id });
  if (typeof counts === 'string') return counts;
  const { freeBytes } = await room();
  if (freeBytes !== null && freeBytes < file.size + SPARE_BYTES) return 'no-space';
  const bytes = await file.arrayBuffer();
  const head = {
    sha256: await sha256(bytes),
    type: TYPE,
    size: bytes.byteLength,
    madeAt: now(),
    uploadUrl: null,
    sentAt: null,
  };
  try {
    await outbox.keepCarried({ ...head, carried: { name, ...counts } }, bytes);
  } catch {
    return 'no-space';
  }
  return counts;
}
