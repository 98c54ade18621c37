// What it costs to try a PIN.

/** Memory in KiB. */
export interface Argon2Cost {
  memory: number;
  passes: number;
}

/** How a PIN is hashed: as the lock says that was made with it. Locks of older builds say how often PBKDF2-SHA-256 hashes. */
export type PinCost = { argon2id: Argon2Cost } | { iterations: number };

/** What OWASP asks for at least; a profile whose lock is cheaper gets a new one when it is next opened. */
export const LEAST: Argon2Cost = { memory: 19_456, passes: 2 };
/** The same strength with less memory and more time, for a phone that has no more to give. */
export const LEAST_MEMORY: Argon2Cost = { memory: 12_288, passes: 3 };

/** Fewer are too cheap to try, more keep a slow phone waiting for more than a second. */
export const LEAST_ITERATIONS = 150_000;
/** How long opening may take. */
export const WANTED_MS = 600;

export interface PinHashing {
  /** 32 bytes by Argon2id. Rejects where the phone cannot: no WebAssembly, no memory, the file neither cached nor reachable. */
  hash(pin: string, salt: Uint8Array<ArrayBuffer>, cost: Argon2Cost): Promise<Uint8Array<ArrayBuffer>>;
  /** What takes this phone about 0.6 s: by PBKDF2 where it cannot hash by Argon2id. */
  cost(): Promise<PinCost>;
}
