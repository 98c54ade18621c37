// What only a PIN opens. Each person's answers, names, photos and voices lie on the disk as AES-GCM under a key of their
// own; that key lies beside them, sealed under one that PBKDF2 makes of the PIN. Nothing here knows IndexedDB.

type Bytes = Uint8Array<ArrayBuffer>;

/** A value nobody reads without the key; `iv` is used for this one alone. */
export interface SealedValue {
  iv: Bytes;
  data: ArrayBuffer;
}

/** What is stored of a PIN: enough to open with it, not to find it but by trying. */
export interface Lock {
  salt: Bytes;
  iterations: number;
  key: SealedValue;
}

/** Fewer are too cheap to try, more keep a slow phone waiting for more than a second. */
export const LEAST_ITERATIONS = 150_000;
export const MOST_ITERATIONS = 2_000_000;
const WANTED_MS = 600;
const TRIAL_ITERATIONS = 30_000;
const TRIAL_MS = 120;
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
export async function makeVault(pin: string, iterations: number): Promise<{ lock: Lock; vault: Vault }> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const lock = await locked(raw, pin, iterations);
  const vault = await vaultOf(raw);
  raw.fill(0);
  return { lock, vault };
}

/** Null for a PIN that is not the one. */
export async function openVault(lock: Lock, pin: string): Promise<Vault | null> {
  const raw = await rawKey(lock, pin);
  return raw && vaultOf(raw);
}

/** The same key under another PIN; null when the first one is not right. */
export async function relock(lock: Lock, pin: string, next: string, iterations: number): Promise<Lock | null> {
  const raw = await rawKey(lock, pin);
  return raw && locked(raw, next, iterations);
}

/** How many iterations take this phone about 0.6 s. Tried with ever more of them until it takes long enough to be believed:
 * a short moment of a quick core says little of how it will be. */
export async function iterationsHere(trial: (iterations: number) => Promise<number> = tried): Promise<number> {
  let iterations = TRIAL_ITERATIONS;
  let took = await trial(iterations);
  while (took < TRIAL_MS && iterations < MOST_ITERATIONS) took = await trial((iterations *= 2));
  const wanted = Math.round((iterations * WANTED_MS) / took);
  return Math.min(Math.max(wanted, LEAST_ITERATIONS), MOST_ITERATIONS);
}

async function tried(iterations: number): Promise<number> {
  const began = performance.now();
  await pinKey('000000', new Uint8Array(16), iterations);
  return performance.now() - began;
}

async function locked(raw: Bytes, pin: string, iterations: number): Promise<Lock> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt, iterations, key: await encrypt(await pinKey(pin, salt, iterations), KEY_NAME, raw) };
}

async function rawKey({ salt, iterations, key }: Lock, pin: string): Promise<Bytes | null> {
  const opener = await pinKey(pin, salt, iterations);
  return decrypt(opener, KEY_NAME, key).then(
    (raw) => new Uint8Array(raw),
    () => null,
  );
}

const vaultOf = async (raw: Bytes): Promise<Vault> =>
  new Vault(await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']));

async function pinKey(pin: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
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
