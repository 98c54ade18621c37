// Sealing what is finished, as sync/sealing.py opens it: HPKE base mode (RFC 9180) with DHKEM(P-256, HKDF-SHA256),
// HKDF-SHA256 and AES-256-GCM, one encapsulation an item. Only the server opens it again, and who has the item's own key.

import { hex } from '../domain/record';
import { KEY_BYTES } from './reopening';

type Bytes = Uint8Array<ArrayBuffer>;

const PURPOSE = 'echo-bundle-1';
const text = (words: string): Bytes => new TextEncoder().encode(words);
export const KEM = join(text('KEM'), [0, 0x10]);
export const SUITE = join(text('HPKE'), [0, 0x10, 0, 0x01, 0, 0x02]);
export const NONE = new Uint8Array(0);
export const CURVE = { name: 'ECDH', namedCurve: 'P-256' };

export function join(...parts: (Uint8Array | number[])[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function hmac(key: Bytes, data: Bytes): Promise<Bytes> {
  // A key without bytes is refused by browsers; zeros say the same.
  const imported = await crypto.subtle.importKey(
    'raw',
    key.length ? key : new Uint8Array(32),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data));
}

export const extract = (suite: Bytes, salt: Bytes, label: string, secret: Bytes): Promise<Bytes> =>
  hmac(salt, join(text('HPKE-v1'), suite, text(label), secret));

/** At most 32 bytes: one block. */
export async function expand(suite: Bytes, key: Bytes, label: string, info: Bytes, length: number): Promise<Bytes> {
  return (await hmac(key, join([0, length], text('HPKE-v1'), suite, text(label), info, [1]))).slice(0, length);
}

/** What a seal is for. */
export const purposeOf = (name: string): Bytes => text(`${PURPOSE} ${name}`);

export interface SealedItem {
  /** The encapsulated point, then the bytes. */
  bytes: Bytes;
  /** What opens this item alone; a secret. */
  own: Bytes;
}

/** What only the holder of the private key can read, and only under this name. `publicKey` is base64url of the uncompressed
 * point; rejects when it is none. */
export async function seal(plain: Bytes, publicKey: string, name: string): Promise<SealedItem> {
  const raw = Uint8Array.from(atob(publicKey.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));
  const receiver = await crypto.subtle.importKey('raw', raw, CURVE, false, []);
  const info = purposeOf(name);
  const context = join(
    [0],
    await extract(SUITE, NONE, 'psk_id_hash', NONE),
    await extract(SUITE, NONE, 'info_hash', info),
  );
  const own = (await crypto.subtle.generateKey(CURVE, true, ['deriveBits'])) as CryptoKeyPair;
  const enc = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
  const shared = new Uint8Array(
    await crypto.subtle.deriveBits({ name: 'ECDH', public: receiver }, own.privateKey, 256),
  );
  const agreed = await expand(KEM, await extract(KEM, NONE, 'eae_prk', shared), 'shared_secret', join(enc, raw), 32);
  const secret = await extract(SUITE, agreed, 'secret', NONE);
  const secretKey = await expand(SUITE, secret, 'key', context, KEY_BYTES);
  const key = await crypto.subtle.importKey('raw', secretKey, 'AES-GCM', false, ['encrypt']);
  const iv = await expand(SUITE, secret, 'base_nonce', context, 12);
  return {
    bytes: join(enc, new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain))),
    own: join(secretKey, iv),
  };
}

/** What this phone vouches with: made of its token's SHA-256, which is all that the server stores of the token (HKDF-SHA256
 * without salt, one block). */
export const vouchingKey = (token: string): Promise<Bytes> => derived(token, 'vouch');

/** What lets this phone hand over and no more (docs/protocol.md, "Enrolment"); the token cannot be had from it. */
export const postingToken = async (token: string, device: string): Promise<string> =>
  `post.${device}.${hex(await derived(token, 'post'))}`;

async function derived(token: string, use: string): Promise<Bytes> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', text(token)));
  return hmac(await hmac(NONE, hash), join(text(`${PURPOSE} ${use}`), [1]));
}

/** Hex HMAC over what is vouched for. */
export async function vouch(key: Bytes, ...parts: string[]): Promise<string> {
  return hex(await hmac(key, text([PURPOSE, ...parts].join('|'))));
}
