// Where the phone's own clock is read. People set it, networks set it, and a flat battery does: it may say what moment it is, never
// how long something took. A new place belongs in this list with its reason, or should ask `ports.elapsed()`.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { mock, test } from 'node:test';
import { passing } from '../../static/pwa/src/device/passing';
import { isOver, waitFor } from '../../static/pwa/src/domain/wait';

const SOURCES = 'static/pwa/src/';
const READ = /Date\.now|new Date\(\)|\bports\.now\b|\bthis\.now\(\)|(?<![.\w])now\(\)(?!: )/g;

const SHOWN = 'a moment that is shown beside another, or a day that answers are held against';
/** By file: how often it is read there, and why a clock that jumps does no harm. */
const ALLOWED: Record<string, [number, string]> = {
  'app/background.ts': [1, 'the port itself'],
  'app/carrying.ts': [1, 'when a file was taken in: told, never compared'],
  'app/drafting.ts': [
    5,
    'names and dates of drafts and media; a change is told from another by being different, not later',
  ],
  'app/finishing.ts': [3, 'when a record was made, or taken back: shown, never compared'],
  'app/profiles.ts': [
    7,
    'when somebody came or opened; the day of grace between two pages, and when it ends, as it is shown',
  ],
  'app/ports.ts': [1, 'the port itself'],
  'app/posting.ts': [1, 'the month that bytes are counted in'],
  'app/prompting.ts': [
    1,
    'how long an own recording goes before the one that came down: either is a voice for the words',
  ],
  'app/sync.ts': [1, 'the port itself'],
  'app/spending.ts': [1, 'the month that bytes are counted in'],
  'app/thrift.ts': [1, 'the month that bytes are counted in'],
  'app/speaking.ts': [1, 'when a recording began: told, never compared'],
  'card/screen.tsx': [1, SHOWN],
  'device/passing.ts': [
    2,
    'while nobody looks the phone may sleep, and the page’s own clock with it; never less than that one',
  ],
  'device/phone.ts': [
    2,
    'a lease that tabs share where there are no locks; one that runs longer than any is not believed',
  ],
  'domain/wait.ts': [2, 'a wait is over when either clock says so'],
  'follow/screen.tsx': [2, SHOWN],
  'home/screen.tsx': [
    2,
    'a moment that is shown; a form in which nobody said anything goes after an hour, or sooner by a clock that jumped',
  ],
  'lock/screen.tsx': [2, 'the day on which a place may go, as it is shown; profiles.ts decides'],
  'outbox/screen.tsx': [2, SHOWN],
  'record/screen.tsx': [2, SHOWN],
  'app/replying.ts': [
    1,
    'the day from which a place is asked: a clock that is ahead asks early, and the answer counts',
  ],
  'replies/screen.tsx': [1, SHOWN],
  'settings/data.tsx': [1, 'the month that is shown'],
  'sync/runner.ts': [
    6,
    'told to the server with every exchange, so that it sees how wrong it is; when something was sent; since when a limit is known, which one from the future is not',
  ],
  'ui/draft.ts': [1, 'what today is, for answers'],
  'ui/now.ts': [1, SHOWN],
};

/** Lines that are not comments. */
const code = (source: string): string => source.replace(/^\s*(\/\/|\/?\*).*$/gm, '');

test('a place that reads the phone’s clock would be found', () => {
  assert.equal(code('const a = Date.now();\nconst b = now() - began;\n// now() in a comment').match(READ)?.length, 2);
  assert.equal('performance.now() elapsed() now(): number'.match(READ), null);
});

test('the phone’s clock is read only where a jump of it does no harm', () => {
  const found: Record<string, number> = {};
  for (const path of readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((each) =>
    /\.tsx?$/.test(each),
  )) {
    const count = code(readFileSync(SOURCES + path, 'utf8')).match(READ)?.length ?? 0;
    if (count) found[path] = count;
  }
  assert.deepEqual(found, Object.fromEntries(Object.entries(ALLOWED).map(([path, [count]]) => [path, count])));
});

test('a wait for the server ends in time, whichever way the clock was set and however long the phone slept', () => {
  const clocks = { wall: 1_000_000, page: 0, now: () => clocks.wall, elapsed: () => clocks.page };
  const wait = waitFor(60_000, clocks);
  Object.assign(clocks, { wall: 0, page: 59_000 });
  assert.equal(isOver(wait, clocks), false, 'set back: not at once');
  clocks.page = 60_000;
  assert.equal(isOver(wait, clocks), true, 'and not for ever');
  Object.assign(clocks, { wall: 1_060_000, page: 100 });
  assert.equal(isOver(wait, clocks), true, 'asleep: the page’s own clock stood still');
});

test('idle time is not what the clock was set by while Awa looked; what the phone slept through counts', () => {
  const phone = { page: 0, wall: 5_000_000, seen: 'visible', changed: (): void => undefined };
  mock.method(performance, 'now', () => phone.page);
  mock.method(Date, 'now', () => phone.wall);
  const before = Object.getOwnPropertyDescriptor(globalThis, 'document');
  const document = {
    get visibilityState() {
      return phone.seen;
    },
    addEventListener: (_kind: string, work: () => void) => (phone.changed = work),
  };
  Object.defineProperty(globalThis, 'document', { configurable: true, value: document });
  const turn = (seen: string): void => ((phone.seen = seen), phone.changed());
  try {
    const passed = passing();
    Object.assign(phone, { page: 5000, wall: phone.wall + 15 * 60_000 });
    assert.equal(passed(), 5000, 'set ahead');
    Object.assign(phone, { page: 10_000, wall: 0 });
    assert.equal(passed(), 10_000, 'set back');
    turn('hidden');
    Object.assign(phone, { page: 11_000, wall: 30 * 60_000 });
    turn('visible');
    assert.equal(passed(), 10_000 + 30 * 60_000, 'slept');
    turn('hidden');
    Object.assign(phone, { page: 12_000, wall: 0 });
    turn('visible');
    assert.equal(passed(), 11_000 + 30 * 60_000, 'set back while away: what the page saw counts');
  } finally {
    mock.restoreAll();
    if (before) Object.defineProperty(globalThis, 'document', before);
    else delete (globalThis as { document?: unknown }).document;
  }
});
