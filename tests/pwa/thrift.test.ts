// What data costs, by month and kind, and what waits for Wi-Fi.

import { strict as assert } from 'node:assert';
import { test } from 'node:test';

import { Spending } from '../../static/pwa/src/app/spending';
import { soundType } from '../../static/pwa/src/domain/sound';
import { MONTHS, added, kindOf, mayGo, minuteBytes, monthOf, total } from '../../static/pwa/src/domain/thrift';
import type { Months, Waits } from '../../static/pwa/src/domain/thrift';

const NOVEMBER = new Date(2026, 10, 30, 23, 30).getTime();

test('what was spent is added by kind, and a new month begins at nothing', () => {
  let months: Months = added({}, '2026-11', { records: 800, photos: 90_000 });
  months = added(months, '2026-11', { records: 200 });
  months = added(months, '2026-12', { news: 50 });
  assert.deepEqual([total(months['2026-11']), total(months['2027-01'])], [91_000, 0]);
  assert.deepEqual(months, { '2026-11': { records: 1000, photos: 90_000 }, '2026-12': { news: 50 } });
});

test('the last months are told, older ones go', () => {
  let months: Months = {};
  for (let month = 1; month <= 9; month++) months = added(months, `2026-0${month}`, { news: month });
  assert.deepEqual([Object.keys(months).length, Object.keys(months)[0]], [MONTHS, '2026-04']);
});

test('a month ends by the clock of the person who pays for it', () => assert.equal(monthOf(NOVEMBER), '2026-11'));

test('what is written down is what was spent since, the app itself too', async () => {
  const notes = new Map<string, unknown>();
  const box = {
    setting: async (key: string) => notes.get(key),
    set: async (key: string, value: unknown) => void notes.set(key, value),
  };
  const fetched = [48_000, 0];
  const spending = new Spending(
    box as never,
    () => NOVEMBER,
    () => fetched.shift() ?? 0,
  );
  spending.count(300, 'records');
  assert.deepEqual(await spending.keep(), { '2026-11': { records: 300, app: 48_000 } });
  spending.count(20, 'records');
  assert.deepEqual(await spending.keep(), { '2026-11': { records: 320, app: 48_000 } });
});

test('on a full phone counting stops nothing, and what could not be written is written later', async () => {
  let full = true;
  let written: unknown;
  const setMeta = async (_key: string, value: unknown): Promise<void> =>
    full ? Promise.reject(new Error('full')) : void (written = value);
  const spending = new Spending(
    { setting: async () => undefined, set: setMeta } as never,
    () => NOVEMBER,
    () => 0,
  );
  spending.count(300, 'records');
  assert.deepEqual(await spending.keep(), { '2026-11': { records: 300 } });
  full = false;
  await spending.keep();
  assert.deepEqual(written, { '2026-11': { records: 300 } });
});

const PHOTO = 'image/jpeg';
const VOICE = 'audio/webm';
const waits = (more: Partial<Waits>): Waits => ({ photos: false, voices: false, ...more });

test('only what was chosen waits, and it goes by Wi-Fi', () => {
  assert.deepEqual(
    [PHOTO, VOICE].map((type) => mayGo(type, waits({ photos: true }), true)),
    [false, true],
  );
  assert.deepEqual(
    [PHOTO, VOICE].map((type) => mayGo(type, waits({ voices: true }), true)),
    [true, false],
  );
  assert.equal(mayGo(PHOTO, waits({ photos: true }), false), true);
  assert.equal(mayGo(PHOTO, waits({}), true), true);
});

test('where the browser cannot tell, what waits for Wi-Fi waits', () => {
  assert.equal(mayGo(PHOTO, waits({ photos: true }), null), false);
  assert.equal(mayGo(PHOTO, waits({}), null), true);
});

test('a file that is carried for another phone is no photo of ours', () => {
  assert.deepEqual([PHOTO, VOICE, 'application/x-echo'].map(kindOf), ['photos', 'voices', 'files']);
});

test('a minute of voice is told before it is spoken', () => {
  assert.deepEqual((['thrifty', 'normal', 'clear'] as const).map(minuteBytes), [99_000, 132_000, 198_000]);
});

test('a voice is called what its bytes are', () => {
  const bytes = (...all: number[]): ArrayBuffer => new Uint8Array(all).buffer as ArrayBuffer;
  assert.equal(soundType(bytes(0x1a, 0x45, 0xdf, 0xa3, 1)), 'audio/webm');
  assert.equal(soundType(bytes(0x4f, 0x67, 0x67, 0x53)), 'audio/ogg');
  assert.equal(soundType(bytes(0, 0, 0, 28, 0x66, 0x74, 0x79, 0x70)), 'audio/mp4');
  assert.equal(soundType(bytes(1, 2)), null);
});
