// What Awa's phone does behind a proxy that lets only small requests through (413), and how it says what cannot go.

import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { NetError } from '../../static/pwa/src/domain/failure';
import type { Draft, MediaRef } from '../../static/pwa/src/domain/types';
import { sendMedium } from '../../static/pwa/src/net/tus';
import { openDatabase } from '../../static/pwa/src/storage/database';
import { Drafts } from '../../static/pwa/src/storage/drafts';
import { enrolIn } from '../../static/pwa/src/storage/enrolling';
import { Outbox } from '../../static/pwa/src/storage/outbox';
import { Runner } from '../../static/pwa/src/sync/runner';
import { BELIEVED_MS, LEAST_PIECE, isBelieved } from '../../static/pwa/src/sync/sizes';
import { awa, finishedOf, finishedNeed, madeOf, newVault, quietPorts } from './engine-build';
import { ModelServer } from './model-server';

const KIB = 1024;
const page = (): Response =>
  new Response('<html><title>413 Request Entity Too Large</title></html>', {
    status: 413,
    headers: { 'Content-Type': 'text/html' },
  });

/** A server of media behind a proxy; it counts what the proxy sent back. */
class Uploads {
  largest = Infinity;
  arrived = new Map<string, number>();
  lengths = new Map<string, number>();
  refusedBytes = 0;
  requests = 0;
  biggest = 0;

  async answer(path: string, { method, headers, body }: RequestInit): Promise<Response> {
    const [sent, says] = [body ? (body as ArrayBuffer).byteLength : 0, new Headers(headers)];
    this.requests++;
    if (sent > this.largest) {
      this.refusedBytes += sent;
      return page();
    }
    this.biggest = Math.max(this.biggest, sent);
    const name =
      method === 'POST' ? `/api/v1/media/${/sha256 (\S+?),/.exec(says.get('Upload-Metadata') ?? '')?.[1]}` : path;
    if (method === 'POST') this.lengths.set(name, Number(says.get('Upload-Length')));
    if (method === 'PATCH') assert.equal(Number(says.get('Upload-Offset')), this.arrived.get(name));
    const now = (method === 'POST' ? 0 : (this.arrived.get(name) ?? 0)) + sent;
    this.arrived.set(name, now);
    return new Response(null, {
      status: method === 'POST' ? 201 : method === 'PATCH' ? 204 : 200,
      headers: { Location: name, 'Upload-Offset': String(now) },
    });
  }

  /** How many have all their bytes. */
  get whole(): number {
    return [...this.arrived].filter(([name, bytes]) => bytes === this.lengths.get(name)).length;
  }
}

let uploads: Uploads;
let server: ModelServer;
let box: Outbox;
let drafts: Drafts;
let ends: (string | null)[];
/** Bytes of a JSON body that the proxy lets through. */
let largestJson: number;
let jsonRefused: number;
let time: number;
let passed = 0;
let count = 0;
const real = globalThis.fetch;
afterEach(() => (globalThis.fetch = real));

beforeEach(async () => {
  [uploads, server, ends, largestJson, jsonRefused, time] = [new Uploads(), new ModelServer(), [], Infinity, 0, 1000];
  globalThis.fetch = ((path: string, how: RequestInit) => uploads.answer(path, how)) as typeof fetch;
  const [database, vault] = [await openDatabase(`limit-${count++}`, () => undefined), await newVault()];
  [box, drafts] = [new Outbox(database, vault), new Drafts(database, vault)];
  await enrolIn({ database, vault }, awa);
});

function phone(): Runner {
  return new Runner({
    ...quietPorts,
    storage: box,
    net: {
      part: (token, name) => server.part(token, name),
      send: sendMedium,
      exchange: async (asked) => {
        if (JSON.stringify(asked).length <= largestJson) return server.exchange(asked);
        jsonRefused++;
        throw new NetError('too-large', 413);
      },
    },
    now: () => time,
    elapsed: () => passed,
    nonce: () => `n${count++}`,
    onEnd: ({ reason }) => void ends.push(reason),
  });
}

async function finished(n: number, { bytes = 0, type = 'image/jpeg', words = '' } = {}): Promise<void> {
  const media: MediaRef[] = bytes ? [{ sha256: `${n}`.padStart(2, 'a'), type, bytes, question: 'photo' }] : [];
  const open = { id: `r${n}`, rev: 1, changedAt: 0, media: {}, answers: {} } as unknown as Draft;
  await drafts.add(open);
  for (const one of media) {
    await drafts.change(open.id, (same) => same, madeOf(one.sha256, one.type, one.bytes));
  }
  await drafts.finish(open, finishedOf(finishedNeed(n, { media, body: JSON.stringify({ words, media }) })));
}

const unsent = async (): Promise<number> => (await box.entries()).filter((one) => one.sentAt === null).length;

for (const largest of [200, 150, 100, 64, 33, 20, 10, 5]) {
  test(`three photos and a voice arrive by themselves where only ${largest} KiB go through`, async () => {
    uploads.largest = largest * KIB;
    for (const n of [1, 2, 3]) await finished(n, { bytes: 1000 * KIB });
    await finished(4, { bytes: 40 * KIB, type: 'audio/webm' });
    await phone().run();
    assert.equal(uploads.whole, 4);
    assert.deepEqual(ends, [null], 'one run, and nothing is left to be said');
    assert.ok(uploads.refusedBytes < 512 * KIB, `${uploads.refusedBytes} bytes were sent for nothing`);
  });
}

test('what was found out is remembered: the app that is opened tomorrow sends nothing in vain', async () => {
  uploads.largest = 50 * KIB;
  await finished(1, { bytes: 500 * KIB });
  await phone().run();
  const before = uploads.refusedBytes;
  assert.ok(before > 0);
  for (const n of [2, 3, 4]) await finished(n, { bytes: 500 * KIB });
  time += BELIEVED_MS / 7;
  await phone().run();
  assert.deepEqual([uploads.whole, uploads.refusedBytes], [4, before]);
});

test('a week later the phone tries larger requests again: the proxy may have been mended', async () => {
  uploads.largest = 20 * KIB;
  await finished(1, { bytes: 200 * KIB });
  await phone().run();
  [uploads.largest, uploads.biggest] = [Infinity, 0];
  time += BELIEVED_MS + 1;
  for (const n of [2, 3]) await finished(n, { bytes: 600 * KIB });
  await phone().run();
  assert.ok(uploads.biggest > 64 * KIB);
});

test('a limit found by a clock that was ahead is not believed for years', () => {
  const limits = { batch: 1, piece: 1, at: Date.UTC(2036) };
  assert.equal(isBelieved(limits, Date.UTC(2026)), false);
  assert.equal(isBelieved(limits, Date.UTC(2036) + 1), true);
  assert.equal(isBelieved(undefined, 1), false);
});

test('where not even the least goes through, records do, and the photo is kept and said to be too large', async () => {
  uploads.largest = LEAST_PIECE - 1;
  await finished(1, { bytes: 300 * KIB });
  const runner = phone();
  await runner.run();
  assert.deepEqual([await unsent(), ends], [0, ['too-large']]);
  const requests = uploads.requests;
  await runner.run();
  assert.equal(uploads.requests, requests, 'it is not sent again and again for nothing');
  assert.equal(ends[1], 'too-large', 'and it is still said');
  uploads.largest = Infinity;
  runner.retryAside();
  await runner.run();
  assert.deepEqual([uploads.whole, ends[2]], [1, null], 'a press, once the proxy is mended, sends it');
});

test('what is set aside is tried again after an hour without a press, also when the clock was set back', async () => {
  for (const [later, wall] of [
    [3_600_000, 3_600_000],
    [3_600_000, -500],
  ] as const) {
    uploads.largest = 100;
    await finished(count++, { bytes: 300 * KIB });
    const runner = phone();
    await runner.run();
    uploads.largest = Infinity;
    [time, passed] = [time + wall, passed + later];
    await runner.run();
    assert.equal(ends[ends.length - 1], null);
  }
});

test('many records go in smaller batches, and the size that goes through is remembered', async () => {
  largestJson = 12 * KIB;
  for (let n = 0; n < 60; n++) await finished(n, { words: 'Le puits est à sec. '.repeat(50) });
  await phone().run();
  assert.deepEqual([await unsent(), server.ledger.size, ends], [0, 60, [null]]);
  assert.ok(jsonRefused <= 5, `${jsonRefused} batches were refused`);
  jsonRefused = 0;
  for (let n = 60; n < 120; n++) await finished(n, { words: 'Le puits est à sec. '.repeat(50) });
  await phone().run();
  assert.deepEqual([await unsent(), jsonRefused], [0, 0]);
});

test('one record that is too large by itself is said to be, and the others arrive', async () => {
  largestJson = 12 * KIB;
  for (let n = 0; n < 9; n++) await finished(n, { words: n === 4 ? 'x'.repeat(20 * KIB) : 'court' });
  await phone().run();
  assert.deepEqual([await unsent(), server.ledger.size, ends], [1, 8, ['too-large']]);
});

test('a proxy that closes the link where others say 413 gets smaller pieces with each try', async () => {
  globalThis.fetch = (async (path: string, how: RequestInit) => {
    const answer = await uploads.answer(path, how);
    if (answer.status === 413) throw new TypeError('Failed to fetch');
    return answer;
  }) as typeof fetch;
  uploads.largest = 20 * KIB;
  await finished(1, { bytes: 300 * KIB });
  const runner = phone();
  for (let n = 0; n < 5 && !uploads.whole; n++) await runner.run();
  assert.equal(uploads.whole, 1);
});

test('a photo that the server itself finds too large is not cut into pieces', async () => {
  globalThis.fetch = (async () =>
    new Response(JSON.stringify({ type: '/problems/too-large', status: 413 }), {
      status: 413,
      headers: { 'Content-Type': 'application/problem+json' },
    })) as typeof fetch;
  await finished(1, { bytes: 300 * KIB });
  await phone().run();
  assert.deepEqual([ends, await box.limits()], [['too-large'], undefined]);
});
