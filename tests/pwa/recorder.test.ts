// A recording is over when nothing of it arrives, whatever the recorder says: a call, a switch, a driver that hangs, a disk.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { listen } from '../../static/pwa/src/device/recorder';
import type { Ending, Microphone } from '../../static/pwa/src/device/recorder';
import type { CaptureError } from '../../static/pwa/src/domain/failure';

const SECOND = 2000;
const BITS = 16_000;

class Track extends EventTarget {
  muted = false;
  readyState = 'live';
  stop(): void {
    this.readyState = 'ended';
  }
}

/** The browser's half, as a test drives it. */
class Recorder {
  static isTypeSupported = (): boolean => true;
  static last: Recorder;
  state = 'inactive';
  mimeType = 'audio/webm;codecs=opus';
  ondataavailable: (event: { data: Blob }) => void = () => undefined;
  onstop: () => void = () => undefined;
  onerror: () => void = () => undefined;
  onpause: () => void = () => undefined;
  onstart: () => void = () => undefined;
  /** What it still has when it is stopped. */
  rest = SECOND / 2;
  silentStop = false;

  constructor() {
    Recorder.last = this;
  }
  start(): void {
    this.state = 'recording';
  }
  give(bytes = SECOND): void {
    this.ondataavailable({ data: new Blob([new Uint8Array(bytes)]) });
  }
  stop(): void {
    this.state = 'inactive';
    queueMicrotask(() => {
      this.give(this.rest);
      if (!this.silentStop) this.onstop();
    });
  }
}

let clock: number;
let track: Track;
let zeros: boolean;
let running: string;
let disk: number[];
let refuse: (n: number) => Error | null;
let heard: Microphone;
let why: Ending | null;
const names = ['navigator', 'document', 'window', 'MediaRecorder'] as const;
const before = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));

const put = (name: string, value: unknown): unknown =>
  Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });

/** Lets what was promised happen: reading a piece's bytes takes turns of the loop. */
async function settle(): Promise<void> {
  for (let n = 0; n < 12; n++) await new Promise((resolve) => setImmediate(resolve));
}

async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 100) {
    clock += 100;
    mock.timers.tick(100);
    await settle();
  }
}

/** A second of speaking. */
async function speak(bytes = SECOND): Promise<void> {
  await pass(1000);
  Recorder.last.give(bytes);
  await settle();
}

beforeEach(async () => {
  [clock, zeros, running, disk, refuse, why, track] = [0, false, 'running', [], () => null, null, new Track()];
  mock.method(performance, 'now', () => clock);
  mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  put('navigator', { mediaDevices: { getUserMedia: async () => ({ getTracks: () => [track] }) } });
  put('document', new EventTarget());
  put('MediaRecorder', Recorder);
  const analyser = { fftSize: 0, getFloatTimeDomainData: (samples: Float32Array) => samples.fill(zeros ? 0 : 0.01) };
  put('window', {
    AudioContext: class {
      createAnalyser = () => analyser;
      createMediaStreamSource = () => ({ connect: () => undefined });
      close = async (): Promise<void> => undefined;
      get state(): string {
        return running;
      }
    },
  });
  heard = await listen(async (bytes, n) => {
    const error = refuse(n);
    if (error) throw error;
    disk.push(bytes.byteLength);
  }, BITS);
  void heard.ended.then((ending) => (why = ending));
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
  names.forEach((name, at) =>
    before[at]
      ? Object.defineProperty(globalThis, name, before[at])
      : delete (globalThis as Record<string, unknown>)[name],
  );
});

test('what Awa says is kept second by second, and its length is that of what is kept', async () => {
  await speak();
  await speak();
  assert.equal(heard.savedMs(), 2000);
  await pass(600);
  await heard.stop();
  assert.deepEqual([heard.savedMs(), disk, why], [2600, [SECOND, SECOND, SECOND / 2], 'asked']);
  assert.equal(track.readyState, 'ended', 'nobody listens any more');
});

const ENDS: [string, () => void, Ending][] = [
  ['a call takes the microphone', () => (track.stop(), track.dispatchEvent(new Event('ended'))), 'interrupted'],
  ['the microphone ends without a word', () => track.stop(), 'interrupted'],
  ['the recorder stops by itself', () => Recorder.last.stop(), 'interrupted'],
  ['the recorder fails', () => Recorder.last.onerror(), 'interrupted'],
  ['the recorder pauses', () => Recorder.last.onpause(), 'interrupted'],
  ['the system puts the page to sleep', () => document.dispatchEvent(new Event('freeze')), 'interrupted'],
  ['the microphone is switched off', () => ((track.muted = true), track.dispatchEvent(new Event('mute'))), 'muted'],
  ['the microphone is switched off without a word', () => (track.muted = true), 'muted'],
];
for (const [what, happens, ending] of ENDS) {
  test(`${what}: it is over within a second, and what was said is kept`, async () => {
    await speak();
    await speak();
    happens();
    await pass(900);
    assert.equal(why, ending);
    await heard.stop();
    assert.ok(heard.savedMs() >= 2000 && heard.savedMs() < 3000);
    assert.deepEqual(disk.slice(0, 2), [SECOND, SECOND]);
  });
}

test('a recorder that gives nothing, or pieces of nothing, is over after two seconds', async () => {
  await speak();
  await pass(2500);
  assert.equal(why, 'no-bytes');
});

test('pieces of nothing from the beginning are nothing', async () => {
  Recorder.last.rest = 0;
  await speak(0);
  await speak(0);
  await pass(400);
  assert.equal(why, 'no-bytes');
  await heard.stop();
  assert.deepEqual([heard.savedMs(), disk], [0, []]);
});

test('a headset that is plugged in mutes for a moment, and a page that was asleep looks late: neither ends it', async () => {
  track.dispatchEvent(new Event('mute'));
  await pass(300);
  track.dispatchEvent(new Event('unmute'));
  await speak();
  clock += 60_000;
  mock.timers.tick(200);
  await settle();
  Recorder.last.give();
  await speak();
  assert.equal(why, null);
});

test('a slip of the finger leaves nothing on the disk', async () => {
  await pass(200);
  await heard.stop();
  assert.deepEqual([disk, heard.savedMs()], [[], 0]);
});

test('a disk that fails for a moment loses nothing', async () => {
  let failures = 2;
  refuse = () => (failures-- > 0 ? new DOMException('aborted', 'AbortError') : null);
  await speak();
  await speak();
  assert.deepEqual([why, disk.length], [null, 2]);
});

for (const name of ['QuotaExceededError', 'AbortError']) {
  test(`a disk that refuses (${name}) ends it at once; the seconds before are kept, and the rest too when it works again`, async () => {
    await speak();
    refuse = () => new DOMException('refused', name);
    await speak();
    await pass(500);
    assert.equal(why, 'not-kept');
    await assert.rejects(stopping(), (error: DOMException) => error.name === name);
    assert.deepEqual([disk, heard.savedMs()], [[SECOND], 1000]);
    refuse = () => null;
    await heard.stop();
    assert.deepEqual(disk.slice(0, 2), [SECOND, SECOND]);
    assert.ok(heard.savedMs() >= 2000);
  });
}

/** Stopping waits a moment where the disk refuses. */
async function stopping(): Promise<void> {
  const stopped = heard.stop().then(
    () => null,
    (error: unknown) => error,
  );
  await pass(2000);
  const error = await stopped;
  if (error) throw error as Error;
}

test('nothing but zeros is said to be silence after two seconds, and thinking is not', async () => {
  await speak();
  await speak(100);
  assert.deepEqual(
    [heard.silent(), heard.nothing()],
    [false, false],
    'she thinks: few bytes, but a room is to be heard',
  );
  zeros = true;
  await speak(100);
  await speak(100);
  await speak(100);
  assert.deepEqual([heard.silent(), heard.nothing()], [true, false]);
  zeros = false;
  await speak();
  assert.equal(heard.silent(), false);
});

test('only zeros all the way is a voice in which nothing is to be heard', async () => {
  zeros = true;
  Recorder.last.rest = 100;
  for (let n = 0; n < 3; n++) await speak(100);
  assert.equal(heard.nothing(), true);
});

test('zeros beside as many bytes as a voice makes, or from a meter that does not run, are a fault of the meter', async () => {
  zeros = true;
  for (let n = 0; n < 3; n++) await speak();
  assert.deepEqual([heard.silent(), heard.nothing()], [false, false]);
});

test('a meter that does not run says nothing about silence', async () => {
  [zeros, running] = [true, 'suspended'];
  for (let n = 0; n < 3; n++) await speak(100);
  assert.deepEqual([heard.silent(), heard.nothing()], [false, false]);
});

test('a recorder that never says that it stopped does not hold Awa up', async () => {
  Recorder.last.silentStop = true;
  await speak();
  await stopping();
  assert.ok(heard.savedMs() >= 1000);
});

test('without a microphone, or without leave to use it, it is told which', async () => {
  for (const [name, code] of [
    ['NotAllowedError', 'no-permission'],
    ['NotFoundError', 'no-device'],
  ] as const) {
    put('navigator', { mediaDevices: { getUserMedia: () => Promise.reject(new DOMException('no', name)) } });
    await assert.rejects(
      listen(async () => undefined, BITS),
      (error: CaptureError) => error.code === code,
    );
  }
});
