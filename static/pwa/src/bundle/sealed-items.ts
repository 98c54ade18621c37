// Sealed items, which only the programme opens: a line that says what each is and the MAC of this phone, then its bytes, sealed
// (docs/protocol.md, "Carried by hand"). Made as soon as something is finished, for the phone may be lost or locked then.

import type { Enrolment, Entry } from '../domain/types';
import { join, reopen, seal, vouch, vouchingKey } from './sealing';
import type { SealedItem } from './sealing';

type Bytes = Uint8Array<ArrayBuffer>;

export const entryName = (id: string, rev: number): string => `entries/${id}.${rev}`;
export const mediumName = (sha256: string): string => `media/${sha256}`;

/** Seals items in the name of an enrolment. */
export class ItemSealer {
  private readonly vouching: Promise<Bytes>;

  constructor(
    private readonly device: string,
    private readonly key: string,
    token: string,
  ) {
    this.vouching = vouchingKey(token);
  }

  /** `Error('no-key')` for an enrolment whose programme has none: nothing can be sealed to it. */
  static of({ device_id, programme, token }: Enrolment, key = programme.public_key): ItemSealer {
    if (!key) throw new Error('no-key');
    return new ItemSealer(device_id, key, token);
  }

  async entry({ id, rev, digest, body }: Entry): Promise<SealedItem> {
    const mac = await vouch(await this.vouching, 'entry', id, String(rev), digest);
    return this.sealed(entryName(id, rev), { digest, mac, id, rev }, await packed(new TextEncoder().encode(body)));
  }

  async medium(sha256: string, type: string, bytes: ArrayBuffer): Promise<SealedItem> {
    const mac = await vouch(await this.vouching, 'media', sha256, type);
    return this.sealed(mediumName(sha256), { digest: sha256, mac, type }, new Uint8Array(bytes));
  }

  private sealed(name: string, about: object, payload: Bytes): Promise<SealedItem> {
    const head = new TextEncoder().encode(`${JSON.stringify({ device: this.device, ...about })}\n`);
    return seal(join(head, payload), this.key, name);
  }
}

/** The bytes of a medium out of its sealed item. */
export async function contentOf(item: ArrayBuffer, own: Bytes): Promise<ArrayBuffer> {
  const plain = await reopen(item, own);
  return plain.buffer.slice(plain.indexOf(10) + 1);
}

/** Smaller where the browser can; what is sealed cannot be packed any more. */
async function packed(body: Bytes): Promise<Bytes> {
  if (typeof CompressionStream === 'undefined') return body;
  const stream = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
