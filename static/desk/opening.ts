// The keys of protection officers, in their browser: made, wrapped under a passphrase, and opening what phones sealed
// (static/pwa/src/bundle/sealing.ts, feedback_app/protection/sealed.py). Neither passphrase nor open key leaves the page.

import { CURVE, KEM, NONE, SUITE, expand, extract, join, purposeOf } from '../pwa/src/bundle/sealing';

type Bytes = Uint8Array<ArrayBuffer>;

/** A private key as the server stores it, each part base64. */
export interface Wrapped {
  salt: string;
  iv: string;
  iterations: number;
  private: string;
}

/** A key that is open in this page. */
export interface OpenKey {
  own: CryptoKey;
  point: Bytes;
}

const ITERATIONS = 1_000_000;
const ONCE_SIGNS = 'abcdefghijkmnpqrstuvwxyz23456789';
const ONCE_LENGTH = 20;
const POINT = 65;

export const encoded = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};
export const decoded = (text: string): Bytes =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));

async function wrapping(passphrase: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  // Typed on another keyboard an accent may be two signs; the passphrase is the same.
  const typed = new TextEncoder().encode(passphrase.normalize('NFKC').trim());
  const secret = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return crypto.subtle.deriveKey(how, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** A new key pair: its public part as phones get it, and its private part closed by the passphrase. */
export async function makeKey(passphrase: string): Promise<{ public: string; wrapped: Wrapped }> {
  const pair = (await crypto.subtle.generateKey(CURVE, true, ['deriveBits'])) as CryptoKeyPair;
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const open = await crypto.subtle.exportKey('pkcs8', pair.privateKey);
  return {
    public: encoded(point).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, ''),
    wrapped: await wrap(open, passphrase),
  };
}

async function wrap(open: ArrayBuffer, passphrase: string): Promise<Wrapped> {
  const [salt, iv] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(12))];
  const key = await wrapping(passphrase, salt, ITERATIONS);
  const closed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, open));
  return { salt: encoded(salt), iv: encoded(iv), iterations: ITERATIONS, private: encoded(closed) };
}

async function unwrapped(wrapped: Wrapped, passphrase: string): Promise<ArrayBuffer | null> {
  const key = await wrapping(passphrase, decoded(wrapped.salt), wrapped.iterations);
  const how = { name: 'AES-GCM', iv: decoded(wrapped.iv) };
  return crypto.subtle.decrypt(how, key, decoded(wrapped.private)).catch(() => null);
}

/** The same private key under another passphrase; null where the first one does not open it. */
export async function rewrap(wrapped: Wrapped, passphrase: string, next: string): Promise<Wrapped | null> {
  const open = await unwrapped(wrapped, passphrase);
  return open && wrap(open, next);
}

/** A passphrase for one use, of a hundred bits, without signs that are taken for one another. */
export function oncePassphrase(): string {
  const drawn = crypto.getRandomValues(new Uint8Array(ONCE_LENGTH));
  return grouped([...drawn].map((byte) => ONCE_SIGNS[byte % ONCE_SIGNS.length]).join(''));
}

/** How such a passphrase may have been typed after somebody heard it; as it is where it cannot be one. */
export function heard(typed: string): string {
  const signs = typed.toLowerCase().replace(/[\s.,-]/g, '');
  return signs.length === ONCE_LENGTH ? grouped(signs) : typed;
}

const grouped = (signs: string): string => signs.match(/.{5}/g)?.join('-') ?? '';

/** The key that a passphrase opens; null where it does not. */
export async function openKey(publicKey: string, wrapped: Wrapped, passphrase: string): Promise<OpenKey | null> {
  const open = await unwrapped(wrapped, passphrase);
  if (!open) return null;
  try {
    const own = await crypto.subtle.importKey('pkcs8', open, CURVE, false, ['deriveBits']);
    return { own, point: decoded(publicKey) };
  } catch {
    return null;
  }
}

/** What was sealed to a key under a name; rejects when a bit of it is not as it was. */
export async function unsealed(sealed: Bytes, { own, point }: OpenKey, name: string): Promise<Bytes> {
  const enc = sealed.slice(0, POINT);
  const theirs = await crypto.subtle.importKey('raw', enc, CURVE, false, []);
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own, 256));
  const agreed = await expand(KEM, await extract(KEM, NONE, 'eae_prk', shared), 'shared_secret', join(enc, point), 32);
  const context = join(
    [0],
    await extract(SUITE, NONE, 'psk_id_hash', NONE),
    await extract(SUITE, NONE, 'info_hash', purposeOf(name)),
  );
  const secret = await extract(SUITE, agreed, 'secret', NONE);
  const raw = await expand(SUITE, secret, 'key', context, 32);
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
  const iv = await expand(SUITE, secret, 'base_nonce', context, 12);
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed.slice(POINT)));
}
