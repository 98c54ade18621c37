// What the phone says before it is too late: no room, or records that wait too long.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LITTLE_BYTES, LONG_DAYS, PHOTO_BYTES, alarms, fits } from '../../static/pwa/src/domain/room';

const none = { here: 0, oldestDays: 0 };

test('a browser that does not tell how much room there is refuses nothing', () => {
  assert.equal(fits(null, PHOTO_BYTES), true);
  assert.deepEqual(alarms(null, none), []);
});

test('what fits exactly fits', () => {
  assert.equal(fits(PHOTO_BYTES, PHOTO_BYTES), true);
  assert.equal(fits(PHOTO_BYTES - 1, PHOTO_BYTES), false);
});

test('room that runs out is said once, the worse of it', () => {
  assert.deepEqual(alarms(LITTLE_BYTES, none), []);
  assert.deepEqual(alarms(LITTLE_BYTES - 1, none), ['little']);
  assert.deepEqual(alarms(PHOTO_BYTES - 1, none), ['full']);
});

test('records that wait for a week are told of, after the room', () => {
  assert.deepEqual(alarms(null, { here: 3, oldestDays: LONG_DAYS - 1 }), []);
  assert.deepEqual(alarms(0, { here: 3, oldestDays: LONG_DAYS }), ['full', 'old']);
  assert.deepEqual(alarms(null, { here: 0, oldestDays: 40 }), []);
});
