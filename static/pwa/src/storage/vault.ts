// What only a PIN opens. Each person's answers, names, photos and voices lie on the disk as AES-GCM under a key of their
// own; that key lies beside them, sealed under one that Argon2id makes of the PIN, or PBKDF2 where a phone cannot. Nothing here knows IndexedDB.

import type { PinCost, PinHashing } from '../domain/pin-cost';

type Bytes = Uint8Array<ArrayBuffer>;

/** A value nobody reads without the key; `iv` is used for this one alone. */
export interface SealedValue {
  iv: Bytes;
  data: ArrayBuffer;
}

/** What is stored of a PIN: enough to open with it, not to find it but by trying. */
export type Lock = PinCost & { salt: Bytes; key: SealedValue };

/** What hashes a PIN by Argon2id. */
type Hash = PinHashing['hash'];
/** How a PIN is to be hashed, and by what. */
export interface Hashing {
  cost: PinCost;
  hash: Hash;
}

const KEY_NAME = text('echo key');

/** Seals and opens under one key. `name` is where the value is stored: what was sealed for one place opens in no other. What was
 * opened once is remembered, for as long as the phone is open. */
export class Vault {
  private readonly seen = new Map<string, { iv: string; value: unknown }>();

  constructor(private readonly key: CryptoKey) {}

  async seal(name: string, value: unknown): Promise<SealedValue> {
    const sealed = await this.sealBytes(name, text(JSON.stringify(value)));
    this.seen.set(name, { iv: String(sealed.iv), value });
    return sealed;
  }

  /** Rejects when it was sealed under another key or name, or hurt since. */
  async open<Value>(name: string, sealed: SealedValue): Promise<Value> {
    const known = this.known<Value>(name, sealed);
    if (known !== undefined) return known;
    const value = JSON.parse(new TextDecoder().decode(await this.openBytes(name, sealed))) as Value;
    this.seen.set(name, { iv: String(sealed.iv), value });
    return value;
  }

  /** What it holds if it was opened before; for where nothing can be waited for, as inside a transaction. */
  known<Value>(name: string, sealed: SealedValue): Value | undefined {
    const seen = this.seen.get(name);
    return seen?.iv === String(sealed.iv) ? (seen.value as Value) : undefined;
  }

  sealBytes(name: string, bytes: Bytes | ArrayBuffer): Promise<SealedValue> {
    return encrypt(this.key, text(name), bytes);
  }

  openBytes(name: string, sealed: SealedValue): Promise<ArrayBuffer> {
    return decrypt(this.key, text(name), sealed);
  }
}

/** A new key, and the lock under which it is stored. */
export async function makeVault(pin: string, hashing: Hashing): Promise<{ lock: Lock; vault: Vault }> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const lock = await locked(raw, pin, hashing);
  const vault = await vaultOf(raw);
  raw.fill(0);
  return { lock, vault };
}

/** Null for a PIN that is not the one; rejects when the phone cannot hash it. */
export async function openVault(lock: Lock, pin: string, hash: Hash): Promise<Vault | null> {
  const raw = await rawKey(lock, pin, hash);
  return raw && vaultOf(raw);
}

export async function locked(raw: Bytes, pin: string, { cost, hash }: Hashing): Promise<Lock> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { ...cost, salt, key: await encrypt(await pinKey(pin, { ...cost, salt }, hash), KEY_NAME, raw) };
}

export async function rawKey(lock: Lock, pin: string, hash: Hash): Promise<Bytes | null> {
  const opener = await pinKey(pin, lock, hash);
  return decrypt(opener, KEY_NAME, lock.key).then(
    (raw) => new Uint8Array(raw),
    () => null,
  );
}

const vaultOf = async (raw: Bytes): Promise<Vault> => new Vault(await aesKey(raw));

const aesKey = (raw: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);

async function pinKey(pin: string, how: PinCost & { salt: Bytes }, hash: Hash): Promise<CryptoKey> {
  if ('argon2id' in how) return aesKey(await hash(pin, how.salt, how.argon2id));
  return pbkdf2(pin, how.salt, how.iterations);
}

export async function pbkdf2(pin: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', text(pin), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return crypto.subtle.deriveKey(how, typed, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

async function encrypt(key: CryptoKey, name: Bytes, bytes: Bytes | ArrayBuffer): Promise<SealedValue> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: name }, key, bytes) };
}

const decrypt = (key: CryptoKey, name: Bytes, { iv, data }: SealedValue): Promise<ArrayBuffer> =>
  crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: name }, key, data);

function text(words: string): Bytes {
  return new TextEncoder().encode(words);
}
