// What Awa hands over when there is no network at all: files that the server can open and nobody else.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { bundles } from '../../static/pwa/src/bundle/bundle';
import { toCarry } from '../../static/pwa/src/bundle/carried';
import type { Source } from '../../static/pwa/src/bundle/bundle';
import { ItemSealer } from '../../static/pwa/src/bundle/sealed-items';
import { sha256 } from '../../static/pwa/src/domain/record';
import type { Enrolment, OpenedEntry } from '../../static/pwa/src/domain/types';

const PUBLIC = process.env.ECHO_PUBLIC_KEY ?? '';

async function entryOf(n: number, more: Partial<OpenedEntry> = {}): Promise<OpenedEntry> {
  const body = JSON.stringify({ answers: { texte: `La pompe ${n} est cassée` } });
  const digest = await sha256(new TextEncoder().encode(body));
  const id = `01900000-0000-7000-8000-00000000000${n}`;
  return {
    id,
    rev: 1,
    digest,
    body,
    media: [],
    safe: false,
    sentAt: null,
    finishedAt: n,
    ...more,
  } as unknown as OpenedEntry;
}

async function publicKey(): Promise<string> {
  if (process.env.ECHO_PUBLIC_KEY) return PUBLIC;
  const pair = (await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
    'deriveBits',
  ])) as CryptoKeyPair;
  return Buffer.from(await crypto.subtle.exportKey('raw', pair.publicKey)).toString('base64url');
}

async function awa(): Promise<Enrolment> {
  const programme = { id: 'pilote', name: {}, languages: ['fr'], public_key: await publicKey() };
  const device_id = process.env.ECHO_DEVICE ?? '01900000-0000-7000-8000-0000000000aa';
  return {
    token: process.env.ECHO_TOKEN ?? 'secret',
    device_id,
    scope: { programme: 'pilote' },
    programme,
    ...(process.env.ECHO_SIGNING ? { keys: { signing: JSON.parse(process.env.ECHO_SIGNING) as JsonWebKey } } : {}),
  } as unknown as Enrolment;
}

const SENDER = { device: process.env.ECHO_DEVICE ?? '01900000-0000-7000-8000-0000000000aa', programme: 'pilote' };

/** Entries and one photo as they lie on a phone, sealed. */
async function source(entries: OpenedEntry[], photo?: { hash: string; bytes: ArrayBuffer }): Promise<Source> {
  const sealer = ItemSealer.of(await awa());
  const written = new Map(
    await Promise.all(
      entries.map(async (one): Promise<[string, ArrayBuffer]> => [one.id, (await sealer.entry(one)).bytes.buffer]),
    ),
  );
  const shown = photo && (await sealer.medium(photo.hash, 'image/jpeg', photo.bytes)).bytes.buffer;
  return { entries, sealedItemOf: async (id) => written.get(id), bytesOf: async () => shown };
}

const AT = new Date('2026-11-23T09:00:00Z');
const PHOTO = new Uint8Array(4000).map((_, n) => n % 251).buffer;
const none = (): void => undefined;

test('what is safe at the server need not be carried, the rest is, oldest first', async () => {
  const all = [await entryOf(3), await entryOf(1), await entryOf(2, { safe: true })];
  assert.deepEqual(
    toCarry(all).map((one) => one.finishedAt),
    [1, 3],
  );
});

test('one file holds every record and its photo once, and none of their words can be read in it', async () => {
  const hash = await sha256(PHOTO);
  const photo = [{ sha256: hash, type: 'image/jpeg', bytes: 4000, question: 'photo' }];
  const entries = [await entryOf(1, { media: photo }), await entryOf(2, { media: photo })];
  const progress: number[] = [];
  const [made, ...more] = await bundles(await source(entries, { hash, bytes: PHOTO }), SENDER, AT, (done) =>
    progress.push(done),
  );
  assert.ok(made && !more.length);
  assert.deepEqual([made.records, made.media, progress], [2, 1, [1, 2]]);
  const bytes = Buffer.from(await made.file.arrayBuffer());
  assert.ok(!bytes.includes('pompe') && !bytes.includes('secret'));
  const manifest = JSON.parse(bytes.subarray(30 + 'manifest.json'.length, bytes.indexOf('PK', 40)).toString());
  assert.deepEqual(
    manifest.items.map((one: { name: string }) => one.name),
    [
      'entries/01900000-0000-7000-8000-000000000001.1',
      `media/${hash}`,
      'entries/01900000-0000-7000-8000-000000000002.1',
    ],
  );
  if (process.env.ECHO_OUT) writeFileSync(process.env.ECHO_OUT, bytes);
});

test('more than one file takes becomes several, each whole by itself', async () => {
  const big = new Uint8Array(12 * 1024 * 1024).buffer;
  const entries = await Promise.all(
    [1, 2, 3].map(async (n) =>
      entryOf(n, { media: [{ sha256: `${n}`.repeat(64), type: 'image/jpeg', bytes: 1, question: 'p' }] }),
    ),
  );
  const made = await bundles({ ...(await source(entries)), bytesOf: async () => big }, SENDER, AT, none);
  assert.deepEqual(
    made.map((one) => [one.records, one.media]),
    [
      [1, 1],
      [1, 1],
      [1, 1],
    ],
  );
  assert.equal(new Set(made.map((one) => one.name)).size, 3);
});

test('a programme without a key is told so before anything is made', async () => {
  const enrolment = await awa();
  assert.throws(() => ItemSealer.of(enrolment, null), /no-key/);
});
