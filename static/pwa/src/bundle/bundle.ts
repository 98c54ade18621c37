// What is still on this phone, as files that somebody can carry to where there is a network (docs/protocol.md, "Carried by
// hand"). The items are sealed already: who carries them cannot read them, and nobody's PIN is needed to make the files.
// Nothing is deleted from the phone by this: only the server's answer does that.

import { sha256 } from '../domain/record';
import type { EntryHead } from '../domain/types';
import { TYPE } from './carried';
import { entryName, mediumName } from './sealed-items';
import { Zip, crc32 } from './zip';

/** Bytes of one file, about: what goes over a bad link in one piece, and what a server takes. */
export const MOST_BYTES = 20 * 1024 * 1024;

export interface BundleFile {
  name: string;
  file: Blob;
  records: number;
  media: number;
}

/** Where the sealed items are. */
export interface Source {
  entries: EntryHead[];
  sealedItemOf(id: string, rev: number): Promise<ArrayBuffer | undefined>;
  bytesOf(sha256: string): Promise<ArrayBuffer | undefined>;
}

/** Of which phone a file is. */
export interface Sender {
  device: string;
  programme: string;
}

/** A sealed item. Its bytes are in a Blob, which the browser may put on the disk: one photo in memory at a time. */
interface Member {
  name: string;
  bytes: Blob;
  sha256: string;
  crc: number;
  /** Of an entry: its record. */
  id?: string;
}

/** Makes the files; `onProgress` hears of each entry that is done. */
export async function bundles(
  source: Source,
  sender: Sender,
  at: Date,
  onProgress: (done: number) => void,
): Promise<BundleFile[]> {
  const made: BundleFile[] = [];
  const packed = new Set<string>();
  let open: Member[] = [];
  let done = 0;
  const close = async (): Promise<void> => {
    if (open.length) made.push(await file(open, sender, at, made.length + 1));
    open = [];
  };
  for (const one of source.entries) {
    const members = await membersOf(one, source, packed);
    if (open.length && sizeOf([...open, ...members]) > MOST_BYTES) await close();
    open.push(...members);
    onProgress(++done);
  }
  await close();
  return made;
}

const sizeOf = (members: Member[]): number => members.reduce((sum, one) => sum + one.bytes.size, 0);

/** An entry, then its photos and voices that are not in an earlier member. */
async function membersOf({ id, rev, media }: EntryHead, source: Source, packed: Set<string>): Promise<Member[]> {
  const item = await source.sealedItemOf(id, rev);
  const members: Member[] = item ? [{ id, ...(await member(entryName(id, rev), item)) }] : [];
  for (const { sha256: digest } of media) {
    const bytes = packed.has(digest) ? undefined : await source.bytesOf(digest);
    if (!bytes) continue;
    packed.add(digest);
    members.push(await member(mediumName(digest), bytes));
  }
  return members;
}

async function member(name: string, bytes: ArrayBuffer): Promise<Member> {
  return { name, sha256: await sha256(bytes), crc: crc32(new Uint8Array(bytes)), bytes: new Blob([bytes]) };
}

async function file(members: Member[], { device, programme }: Sender, at: Date, number: number): Promise<BundleFile> {
  const items = members.map((one) => ({ name: one.name, sha256: one.sha256, size: one.bytes.size }));
  const about = { format: 1, programme, device_id: device, made_at: at.toISOString(), app_version: __VERSION__, items };
  const list = new TextEncoder().encode(JSON.stringify(about));
  const zip = new Zip();
  zip.add('manifest.json', new Blob([list]), crc32(list));
  for (const { name, bytes, crc } of members) zip.add(name, bytes, crc);
  const records = new Set(members.flatMap((one) => one.id ?? [])).size;
  const media = members.filter((one) => one.id === undefined).length;
  const day = at.toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
  return { name: `fiches-${day}-${device.slice(-4)}-${number}.echo`, file: zip.finish(TYPE), records, media };
}
