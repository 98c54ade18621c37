// What the phone seals, held to RFC 9180 and to what the server opens: tests/vectors/sealing.json, the same file for both.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { reopen } from '../../static/pwa/src/bundle/reopening';
import { sign, signerOf } from '../../static/pwa/src/bundle/signing';
import { postingToken, seal, vouch, vouchingKey } from '../../static/pwa/src/bundle/sealing';

const vectors = (name: string): any => JSON.parse(readFileSync(join(import.meta.dirname, '../vectors', name), 'utf8'));
const bytes = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(hex, 'hex'));
const RFC = vectors('hpke-rfc9180-a3.json') as Record<string, string>;
const SHARED = vectors('sealing.json') as {
  public_key: string;
  sealed: { name: string; plain: string; sealed: string }[];
  token: string;
  device: string;
  posting: string;
  vouched: { said: string[]; mac: string }[];
};
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };

/** Runs with the RFC's ephemeral key in place of chance; hears of every HMAC that is made meanwhile. */
async function withKeyOfRfc<Result>(
  work: () => Promise<Result>,
  heard: (mac: string) => void = () => undefined,
): Promise<Result> {
  const { subtle } = crypto;
  const [generate, sign] = [subtle.generateKey, subtle.sign];
  const point = bytes(RFC.enc as string);
  const part = (from: number): string => Buffer.from(point.subarray(from, from + 32)).toString('base64url');
  const d = Buffer.from(RFC.skEm as string, 'hex').toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: part(1), y: part(33), d };
  const pair = {
    privateKey: await subtle.importKey('jwk', jwk, CURVE, true, ['deriveBits']),
    publicKey: await subtle.importKey('raw', point, CURVE, true, []),
  };
  subtle.generateKey = (async () => pair) as unknown as typeof generate;
  subtle.sign = async (...given: Parameters<typeof sign>) => {
    const mac = await sign.apply(subtle, given);
    heard(Buffer.from(mac).toString('hex'));
    return mac;
  };
  try {
    return await work();
  } finally {
    Object.assign(subtle, { generateKey: generate, sign });
  }
}

test('the key that phone and programme agree on is the one that RFC 9180 publishes', async () => {
  const macs: string[] = [];
  const receiver = Buffer.from(RFC.pkRm as string, 'hex').toString('base64url');
  const sealed = await withKeyOfRfc(
    () => seal(bytes('00'), receiver, 'x'),
    (mac) => macs.push(mac),
  );
  assert.equal(Buffer.from(sealed.bytes.subarray(0, 65)).toString('hex'), RFC.enc);
  assert.ok(macs.includes(RFC.shared_secret as string), 'appendix A.3.1, shared_secret');
});

test('what is sealed is byte for byte what the server opens', async () => {
  assert.ok(SHARED.sealed.length > 2);
  for (const { name, plain, sealed } of SHARED.sealed) {
    const made = await withKeyOfRfc(() => seal(bytes(plain), SHARED.public_key, name));
    assert.equal(Buffer.from(made.bytes).toString('hex'), sealed, name);
    assert.equal(Buffer.from(await reopen(made.bytes.buffer, made.own)).toString('hex'), plain, 'its own key opens it');
  }
});

test('what the phone vouches for is what the server believes', async () => {
  const key = await vouchingKey(SHARED.token);
  for (const { said, mac } of SHARED.vouched) assert.equal(await vouch(key, ...said), mac);
});

test('what a locked phone shows is what the server knows it by', async () => {
  assert.equal(await postingToken(SHARED.token, SHARED.device), SHARED.posting);
});

test('an item’s own key opens no other item', async () => {
  const [first, second] = [
    await seal(bytes('01'), SHARED.public_key, 'a'),
    await seal(bytes('02'), SHARED.public_key, 'a'),
  ];
  await assert.rejects(reopen(first.bytes.buffer, second.own));
});

test('what the phone signs is what the server verifies', async () => {
  const { signing, public_key, signed } = vectors('signing.json') as {
    signing: JsonWebKey;
    public_key: string;
    signed: { said: string[]; sig: string }[];
  };
  const [mine, how] = [await signerOf(signing), { name: 'ECDSA', hash: 'SHA-256' }];
  const pair = { name: 'ECDSA', namedCurve: 'P-256' };
  const theirs = await crypto.subtle.importKey('raw', bytes(public_key), pair, false, ['verify']);
  for (const { said, sig } of signed)
    for (const one of [sig, await sign(mine, ...said)]) {
      const text = new TextEncoder().encode(`echo-signed-1|${said.join('|')}`);
      assert.ok(await crypto.subtle.verify(how, theirs, bytes(one), text), said[0]);
    }
  await assert.rejects(crypto.subtle.exportKey('jwk', mine), 'nothing on the page reads it');
});
