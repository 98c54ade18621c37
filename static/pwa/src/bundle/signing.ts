// What this phone signs, so that the server knows whose it is (sync/signing.py). The server has the public key alone.

import { hex } from '../domain/record';

export const PAIR = { name: 'ECDSA', namedCurve: 'P-256' };

/** The private key, as nobody can read it out of this page. */
export const signerOf = (signing: JsonWebKey): Promise<CryptoKey> =>
  crypto.subtle.importKey('jwk', signing, PAIR, false, ['sign']);

/** Hex of the signature over what is vouched for. */
export async function sign(key: CryptoKey, ...parts: string[]): Promise<string> {
  const text = new TextEncoder().encode(['echo-signed-1', ...parts].join('|'));
  return hex(new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, text)));
}
