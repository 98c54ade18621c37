// What is still on this phone, as files that somebody can carry to where there is a network (docs/protocol.md, "Carried by
// hand"). Sealed: who carries them cannot read them. Nothing leaves the phone by this: only the server's word lets go.

import { sha256 } from '../domain/record';
import type { Enrolment, Kept } from '../domain/types';
import { join, seal, vouch, vouchingKey } from './sealing';
import { Zip, crc32 } from './zip';

export const TYPE = 'application/vnd.echo+zip';
/** Bytes of one file, about: what goes over a bad link in one piece, and what a server takes. */
export const MOST_BYTES = 20 * 1024 * 1024;

export interface Carried {
  name: string;
  file: Blob;
  records: number;
  media: number;
}

export interface Source {
  entries: Kept[];
  bytesOf(sha256: string): Promise<ArrayBuffer | undefined>;
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

/** Entries that the server may not have, or not safely; with the revisions oldest first. */
export function toCarry(kept: Kept[]): Kept[] {
  return kept.filter((one) => !one.safe).sort((a, b) => a.finishedAt - b.finishedAt || a.rev - b.rev);
}

/** Makes the files; `onProgress` hears of each entry that is done. Rejects when the programme has no key. */
export async function bundles(source: Source, enrolment: Enrolment, at: Date, onProgress: (done: number) => void): Promise<Carried[]> {
  const { public_key: key } = enrolment.programme;
  if (!key) throw new Error('no-key');
  const letters = new Letters(enrolment, key, await vouchingKey(enrolment.token));
  const made: Carried[] = [];
  const packed = new Set<string>();
  let open: Member[] = [];
  let done = 0;
  const close = async (): Promise<void> => {
    if (open.length) made.push(await file(open, enrolment, at, made.length + 1));
    open = [];
  };
  for (const one of source.entries) {
    const members = [await letters.entry(one), ...(await letters.media(one, source, packed))];
    if (open.length && sizeOf([...open, ...members]) > MOST_BYTES) await close();
    open.push(...members);
    onProgress(++done);
  }
  await close();
  return made;
}

const sizeOf = (members: Member[]): number => members.reduce((sum, one) => sum + one.bytes.size, 0);

/** Sealed letters of this phone: a line that says what it is and who vouches for it, then its bytes. */
class Letters {
  constructor(
    private readonly enrolment: Enrolment,
    private readonly key: string,
    private readonly vouching: Uint8Array<ArrayBuffer>,
  ) {}

  async entry({ id, rev, digest, body }: Kept): Promise<Member> {
    const name = `entries/${id}.${rev}`;
    const mac = await vouch(this.vouching, 'entry', id, String(rev), digest);
    return { id, ...(await this.sealed(name, { digest, mac, id, rev }, new TextEncoder().encode(body))) };
  }

  /** The photos and voices of an entry that are not in an earlier member, one in memory at a time. */
  async media({ media }: Kept, source: Source, packed: Set<string>): Promise<Member[]> {
    const members: Member[] = [];
    for (const { sha256: digest, type } of media) {
      const bytes = packed.has(digest) ? undefined : await source.bytesOf(digest);
      if (!bytes) continue;
      packed.add(digest);
      const name = `media/${digest}`;
      const mac = await vouch(this.vouching, 'media', digest, type);
      members.push(await this.sealed(name, { digest, mac, type }, new Uint8Array(bytes)));
    }
    return members;
  }

  private async sealed(name: string, said: object, payload: Uint8Array): Promise<Member> {
    const head = new TextEncoder().encode(`${JSON.stringify({ device: this.enrolment.device_id, ...said })}\n`);
    const bytes = await seal(join(head, payload), this.key, name);
    return { name, sha256: await sha256(bytes), crc: crc32(bytes), bytes: new Blob([bytes]) };
  }
}

async function file(members: Member[], enrolment: Enrolment, at: Date, number: number): Promise<Carried> {
  const items = members.map((one) => ({ name: one.name, sha256: one.sha256, size: one.bytes.size }));
  const about = { format: 1, programme: enrolment.scope.programme, device_id: enrolment.device_id, made_at: at.toISOString(), app_version: __VERSION__, items };
  const list = new TextEncoder().encode(JSON.stringify(about));
  const zip = new Zip();
  zip.add('manifest.json', new Blob([list]), crc32(list));
  for (const { name, bytes, crc } of members) zip.add(name, bytes, crc);
  const records = new Set(members.flatMap((one) => one.id ?? [])).size;
  const media = members.filter((one) => one.id === undefined).length;
  const day = at.toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
  return { name: `fiches-${day}-${enrolment.device_id.slice(-4)}-${number}.echo`, file: zip.finish(TYPE), records, media };
}
