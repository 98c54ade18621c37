// Where the phone is: what is taken for a fix, how long is looked for one, and what speaks against it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { locate } from '../../static/pwa/src/device/position';
import type { CaptureError } from '../../static/pwa/src/domain/failure';
import { anchorOf, distanceKm, doubts, mustAsk } from '../../static/pwa/src/domain/position';
import type { Place, Position } from '../../static/pwa/src/domain/types';
import { distance } from '../../static/pwa/src/i18n/format';
import { fr } from '../../static/pwa/src/i18n/fr';

interface Case {
  what: string;
  lat: number;
  lon: number;
  accuracy: number | null;
  from: string | null;
  km: number | null;
  doubts: string[];
}
const shared = JSON.parse(readFileSync('tests/vectors/positions.json', 'utf8')) as {
  anchors: Record<string, { name: string; level: string; lat: number; lon: number }>;
  cases: Case[];
};

const place = (code: string, parent: string | null, level: string, at: { lat?: number; lng?: number } = {}): Place => ({
  code,
  parent,
  name: code,
  level,
  label: code,
  ...at,
});
const among =
  (...all: Place[]) =>
  (code: string): Place | null =>
    all.find((one) => one.code === code) ?? null;

for (const one of shared.cases) {
  test(`the phone asks about a point as the desk does: ${one.what}`, () => {
    const from = one.from === null ? null : shared.anchors[one.from];
    const anchor = from ? anchorOf('P', among(place('P', null, from.level, { lat: from.lat, lng: from.lon }))) : null;
    assert.deepEqual(doubts({ lat: one.lat, lon: one.lon, accuracy_m: one.accuracy }, anchor), one.doubts);
    if (anchor) assert.ok(Math.abs(distanceKm(one, anchor) - (one.km ?? 0)) <= 0.05 + 0.02 * (one.km ?? 0));
  });
}

test('a village whose point is not known is where its sous-préfecture is; a point at (0, 0) is none', () => {
  const get = among(
    place('V', 'S', 'locality'),
    place('Z', 'S', 'locality', { lat: 0, lng: 0 }),
    place('S', null, 'sous_prefecture', { lat: 6.87, lng: -6.45 }),
  );
  assert.deepEqual(
    [anchorOf('V', get)?.name, anchorOf('Z', get)?.reachKm, anchorOf('away', get), anchorOf(null, get)],
    ['S', 40, null, null],
  );
});

test('a point in the next town is kept with a word, one in another region, without a fix or kilometres wide only when Awa says so', () => {
  const anchor = anchorOf('P', among(place('P', null, 'locality', { lat: 6.87, lng: -6.45 })));
  const asks = (lat: number, accuracy_m: number): boolean => mustAsk({ lat, lon: -6.45, accuracy_m }, anchor);
  assert.deepEqual(
    [asks(6.87, 9), asks(7.4, 9), asks(7.9, 9), asks(6.87, 3000), asks(6.87, 0), asks(7.4, 3000)],
    [false, false, true, true, true, true],
  );
  assert.equal(mustAsk({ lat: 0, lon: 0, accuracy_m: 5 }, null), true);
});

test('a distance is told as people say it', () => {
  assert.deepEqual(
    [40, 3440, 36_700, 4_735_200].map((metres) => distance(metres, fr).replace(/\s/g, ' ')),
    ['40 mètres', '3,4 km', '37 km', '4 735 km'],
  );
});

type Fix = Partial<Record<'lat' | 'lon' | 'accuracy', number>>;
let give: (fix: Fix) => void;
let refuse: (code: number) => void;
let watches: number;
let cleared: number;

beforeEach(() => {
  [watches, cleared] = [0, 0];
  mock.timers.enable({ apis: ['setTimeout'] });
  const geolocation = {
    watchPosition: (ok: (found: unknown) => void, no: (error: unknown) => void) => {
      give = ({ lat = 6.9, lon = -6.4, accuracy = 9 }) => ok({ coords: { latitude: lat, longitude: lon, accuracy } });
      refuse = (code) => no({ code, PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 });
      return ++watches;
    },
    clearWatch: () => void cleared++,
  };
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { geolocation } });
});
afterEach(() => mock.timers.reset());

const MINUTE = 60_000;
let fixes: Position[];
const look = (): Promise<Position> => locate((fix) => void fixes.push(fix), MINUTE);
beforeEach(() => void (fixes = []));

test('a receiver that is not available at first is waited for until its minute is over', async () => {
  const found = look();
  refuse(2);
  mock.timers.tick(6000);
  assert.equal(watches, 2, 'it is asked anew as well');
  refuse(2);
  mock.timers.tick(50_000);
  give({ accuracy: 8 });
  assert.equal((await found).accuracy_m, 8);
  assert.equal(cleared >= 2, true, 'nothing goes on watching');
});

test('a receiver that never was available is told after the minute, and who forbids it ends the search at once', async () => {
  const never = look();
  refuse(2);
  mock.timers.tick(MINUTE);
  await assert.rejects(never, (error: CaptureError) => error.code === 'no-device');
  const forbidden = look();
  refuse(1);
  await assert.rejects(forbidden, (error: CaptureError) => error.code === 'no-permission');
});

for (const [what, fix] of [
  ['(0, 0)', { lat: 0, lon: 0, accuracy: 5 }],
  ['an accuracy of 0', { accuracy: 0 }],
] as const) {
  test(`${what} does not end the search, and counts for nothing once a real fix comes`, async () => {
    const found = look();
    give(fix);
    assert.equal(fixes.length, 1, 'it is shown, so that it can be said');
    give({ accuracy: 900 });
    give(fix);
    mock.timers.tick(MINUTE);
    assert.equal((await found).accuracy_m, 900);
    const nothingElse = look();
    give(fix);
    mock.timers.tick(MINUTE);
    assert.equal((await nothingElse).accuracy_m, fix.accuracy, 'the person is asked about it');
  });
}

test('what is no number is no fix', async () => {
  const found = look();
  give({ lat: NaN });
  give({ accuracy: Infinity });
  assert.deepEqual(fixes, []);
  give({ accuracy: 5 });
  assert.equal((await found).accuracy_m, 5);
});
