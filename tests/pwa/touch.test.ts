// A second touch of one movement does nothing; deliberate ones are all taken.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AGAIN_MS, UNSEEN_MS, isEcho } from '../../static/pwa/src/ui/touch';
import type { Again } from '../../static/pwa/src/ui/touch';

const next = { name: 'next' };
const home = { name: 'home' };
const press = (change: Partial<Again> = {}): Again => ({
  time: 0,
  x: 250,
  y: 700,
  control: next,
  counts: false,
  wasThere: true,
  since: 0,
  ...change,
});

test('a second touch of Next never answers the next screen, however long after the first within half a second', () => {
  for (let gap = 0; gap < AGAIN_MS; gap += 7) {
    for (const since of [0, 5, 80, gap].filter((moment) => moment <= gap)) {
      assert.ok(
        isEcho(press(), press({ time: gap, since, control: home, wasThere: false })),
        `${gap} ms, new since ${since}`,
      );
    }
  }
});

test('the finger may wander by its own breadth', () => {
  for (const [x, y] of [
    [210, 690],
    [290, 715],
    [250, 655],
  ] as const) {
    assert.ok(isEcho(press(), press({ time: 200, x, y, control: home, wasThere: false })), `${x}, ${y}`);
  }
});

test('on a slow phone a touch made for the old screen does nothing on the new one', () => {
  assert.ok(isEcho(press(), press({ time: 900, since: 850, control: home, wasThere: false })));
  assert.ok(!isEcho(press(), press({ time: 900, since: 900 - UNSEEN_MS, control: home, wasThere: false })));
});

test('the same button twice is one press, and pressed again later it is two', () => {
  assert.ok(isEcho(press(), press({ time: 300 })));
  assert.ok(!isEcho(press(), press({ time: AGAIN_MS })));
});

test('every tap of a digit, of less and of more counts', () => {
  for (const gap of [0, 30, 90, 200]) assert.ok(!isEcho(press(), press({ time: gap, counts: true })));
});

test('Awa touches one tile after another as quickly as she likes', () => {
  const tile = press({ x: 100, y: 300, control: { name: 'women' } });
  assert.ok(!isEcho(tile, press({ time: 90, x: 100, y: 340, control: { name: 'children' } })));
});

test('a control that moved under the finger was not meant', () => {
  assert.ok(isEcho(press(), press({ time: 200, control: home, wasThere: false, since: 0 })));
});

test('elsewhere on a new screen one may press at once', () => {
  assert.ok(!isEcho(press(), press({ time: 120, since: 100, x: 60, y: 200, control: home, wasThere: false })));
});

test('the first touch of all is taken', () => {
  assert.ok(!isEcho(null, press()));
});
