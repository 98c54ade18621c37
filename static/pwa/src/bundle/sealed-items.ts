// Sealed items, which only the programme opens: a line that says what each is, with the signature of this phone, then its bytes, sealed
// (docs/protocol.md, "Carried by hand"). Made as soon as something is finished, for the phone may be lost or locked then.

import type { Enrolment, Entry } from '../domain/types';
import { join, seal, vouch, vouchingKey } from './sealing';
import type { SealedItem } from './sealing';
import { sign, signerOf } from './signing';

type Bytes = Uint8Array<ArrayBuffer>;

export const entryName = (id: string, rev: number): string => `entries/${id}.${rev}`;
export const mediumName = (sha256: string): string => `media/${sha256}`;

/** What proves that an item is this phone's: a signature, or the MAC of a phone that has no key pair yet. */
type Proof = (...what: string[]) => Promise<object>;

async function proofOf({ device_id: device, token, keys }: Enrolment): Promise<Proof> {
  if (!keys) {
    const key = await vouchingKey(token);
    return async (...what) => ({ mac: await vouch(key, ...what) });
  }
  const signer = await signerOf(keys.signing);
  return async (kind, ...what) => ({ sig: await sign(signer, kind as string, device, ...what) });
}

/** Seals items in the name of an enrolment. */
export class ItemSealer {
  private readonly proof: Promise<Proof>;

  constructor(
    private readonly device: string,
    private readonly key: string,
    enrolment: Enrolment,
  ) {
    this.proof = proofOf(enrolment);
  }

  /** `Error('no-key')` for an enrolment whose programme has none: nothing can be sealed to it. */
  static of(enrolment: Enrolment, key = enrolment.programme.public_key): ItemSealer {
    if (!key) throw new Error('no-key');
    return new ItemSealer(enrolment.device_id, key, enrolment);
  }

  async entry({ id, rev, digest, body }: Entry): Promise<SealedItem> {
    const proof = await (await this.proof)('entry', id, String(rev), digest);
    return this.sealed(entryName(id, rev), { digest, ...proof, id, rev }, await packed(new TextEncoder().encode(body)));
  }

  async medium(sha256: string, type: string, bytes: ArrayBuffer): Promise<SealedItem> {
    const proof = await (await this.proof)('media', sha256, type);
    return this.sealed(mediumName(sha256), { digest: sha256, ...proof, type }, new Uint8Array(bytes));
  }

  private sealed(name: string, about: object, payload: Bytes): Promise<SealedItem> {
    const head = new TextEncoder().encode(`${JSON.stringify({ device: this.device, ...about })}\n`);
    return seal(join(head, payload), this.key, name);
  }
}

/** Smaller where the browser can; what is sealed cannot be packed any more. */
async function packed(body: Bytes): Promise<Bytes> {
  if (typeof CompressionStream === 'undefined') return body;
  const stream = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
