// A photo that the phone cannot make holds up no other: nothing reports that a worker or a decoder hangs.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { LONGEST_MS, shrink } from '../../static/pwa/src/device/photo';
import type { CaptureError } from '../../static/pwa/src/domain/failure';

type Answer = (worker: PhotoWorker) => void;
const hangs: Answer = () => undefined;
const answers: Answer = (worker) => worker.onmessage({ data: new Blob(['small']) });

/** The browser's half: each worker does what the next answer says. */
class PhotoWorker {
  static next: Answer[] = [];
  static ended = 0;
  static begun = 0;
  onmessage: (event: { data: Blob | null }) => void = () => undefined;
  onerror: () => void = () => undefined;
  constructor() {
    PhotoWorker.begun++;
  }
  postMessage(): void {
    const answer = PhotoWorker.next.shift() ?? answers;
    queueMicrotask(() => answer(this));
  }
  terminate(): void {
    PhotoWorker.ended++;
  }
}

/** How the page itself opens a picture. */
let decode: () => Promise<unknown>;
const broken = (): Promise<unknown> => Promise.reject(new Error('no picture'));
const never = (): Promise<unknown> => new Promise(() => undefined);
const canvas = {
  width: 0,
  height: 0,
  getContext: () => ({ fillRect: () => undefined, drawImage: () => undefined }),
  toBlob: (done: (made: Blob) => void) => done(new Blob(['drawn here'])),
};
const browser = {
  Worker: PhotoWorker,
  window: { OffscreenCanvas: 1 },
  document: { createElement: () => canvas },
  createImageBitmap: () => decode(),
};
const before = new Map<string, PropertyDescriptor | undefined>();

beforeEach(() => {
  for (const [name, value] of Object.entries(browser)) {
    before.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
  }
  Object.assign(PhotoWorker, { next: [], ended: 0, begun: 0 });
  decode = async () => ({ width: 4, height: 3, close: () => undefined });
  mock.timers.enable({ apis: ['setTimeout'] });
});

afterEach(() => {
  mock.timers.reset();
  for (const [name, was] of before) {
    if (was) Object.defineProperty(globalThis, name, was);
    else delete (globalThis as Record<string, unknown>)[name];
  }
});

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** So long passes, and what waited for it runs. */
async function passes(ms: number): Promise<void> {
  await breathe();
  mock.timers.tick(ms);
  await breathe();
}

const textOf = async (made: Promise<Blob>): Promise<string> => (await made).text();

test('a worker that never answers is ended, and the page makes the photo itself', async () => {
  PhotoWorker.next = [hangs];
  const made = textOf(shrink(new Blob(['big'])));
  await passes(LONGEST_MS);
  assert.equal(await made, 'drawn here');
  assert.deepEqual([PhotoWorker.begun, PhotoWorker.ended], [1, 1]);
});

test('Awa’s next photo is made by a fresh worker after one that hung', async () => {
  PhotoWorker.next = [hangs, answers];
  decode = never;
  const first = assert.rejects(shrink(new Blob(['big'])), (error: CaptureError) => error.code === 'timeout');
  const second = textOf(shrink(new Blob(['big'])));
  await passes(LONGEST_MS);
  assert.equal(PhotoWorker.begun, 1, 'one at a time');
  await passes(LONGEST_MS);
  await first;
  assert.equal(await second, 'small');
  assert.deepEqual([PhotoWorker.begun, PhotoWorker.ended], [2, 2]);
});

test('a photo that takes almost too long is made all the same', async () => {
  let answer = (): void => undefined;
  PhotoWorker.next = [(worker) => (answer = () => answers(worker))];
  const made = textOf(shrink(new Blob(['big'])));
  await passes(LONGEST_MS - 1);
  answer();
  assert.equal(await made, 'small');
});

test('what is no picture is said to be none, not to be slow', async () => {
  PhotoWorker.next = [(worker) => worker.onmessage({ data: null })];
  decode = broken;
  await assert.rejects(shrink(new Blob(['text'])), (error: CaptureError) => error.code === 'not-an-image');
});

test('where no worker can be begun, the page makes the photo', async () => {
  Object.assign(globalThis, {
    Worker: class {
      constructor() {
        throw new Error('blocked');
      }
    },
  });
  assert.equal(await textOf(shrink(new Blob(['big']))), 'drawn here');
});
