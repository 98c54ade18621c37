// A cleaning app threw the app’s files away: the phone goes on asking its worker for them until it has them all.

import assert from 'node:assert/strict';
import test from 'node:test';

import { keepWhole } from '../../static/pwa/src/device/phone';

test('a phone whose network answers only after it said that it is online has its files fetched again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const heard: boolean[] = [];
  let asked = 0;
  const workers = Object.assign(new EventTarget(), {
    ready: Promise.resolve({ active: { postMessage: () => (asked += 1) } }),
  });
  const answer = (whole: boolean): void => void workers.dispatchEvent(new MessageEvent('message', { data: { whole } }));
  Object.defineProperty(globalThis, 'navigator', { value: { serviceWorker: workers }, configurable: true });
  Object.assign(globalThis, { addEventListener: () => undefined, document: new EventTarget() });

  keepWhole((whole) => heard.push(whole));
  await workers.ready;
  assert.equal(asked, 1);
  answer(false);
  answer(false); // it was asked twice at once
  t.mock.timers.tick(10_000);
  await workers.ready;
  assert.equal(asked, 2, 'once more, not once for each answer');
  answer(true);
  t.mock.timers.tick(60_000);
  await workers.ready;
  assert.equal(asked, 2, 'nothing is asked for once all is there');
  assert.deepEqual(heard, [false, false, true]);
});
