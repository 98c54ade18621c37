// Keys that this phone makes for itself, and how the server is asked to take them: of the secrets it gets hashes alone.

import { hex, sha256 } from '../domain/record';
import type { OwnKeys, PendingKeys } from '../domain/types';
import { PAIR } from './signing';

const secret = (): string => hex(crypto.getRandomValues(new Uint8Array(32)));
export const hashOf = (text: string): Promise<string> => sha256(new TextEncoder().encode(text));

/** A new token, and a new key to show while locked; the key pair stays when there is one, for what it signed is on its way. */
export async function nextKeys(former?: OwnKeys): Promise<PendingKeys> {
  const token = secret();
  const { signing, public_key } = former ?? (await newPair());
  const own = { signing, public_key, posting: secret() };
  return { token, own, asked: { token: await hashOf(token), posting: await hashOf(own.posting), public_key } };
}

async function newPair(): Promise<Pick<OwnKeys, 'signing' | 'public_key'>> {
  const pair = (await crypto.subtle.generateKey(PAIR, true, ['sign', 'verify'])) as CryptoKeyPair;
  return {
    signing: await crypto.subtle.exportKey('jwk', pair.privateKey),
    public_key: hex(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))),
  };
}
