// How dates, sizes, numbers and addresses are written and read.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { en } from '../../static/pwa/src/i18n/en';
import { oldest } from '../../static/pwa/src/domain/age';
import { daysBetween, length, onDay, size, when } from '../../static/pwa/src/i18n/format';
import { fr } from '../../static/pwa/src/i18n/fr';
import { firstSpoken } from '../../static/pwa/src/i18n/words';
import { readNumber } from '../../static/pwa/src/ui/field';
import { address, parts } from '../../static/pwa/src/ui/route';
import { unbroken } from '../../static/pwa/src/ui/text';

test('dates, sizes and lengths are said as people say them', () => {
  assert.equal(daysBetween('2026-11-20T23:59:00', '2026-11-23T00:01:00'), 3);
  assert.match(when('2026-11-23T09:05:00', '2026-11-23T12:00:00', fr), /^aujourd’hui à 09:05$/);
  assert.equal(when('2026-11-01T09:05:00', '2026-11-23T12:00:00', fr), 'le 1er novembre');
  assert.equal(when('2026-11-01T09:05:00', '2026-11-23T12:00:00', en), 'on 1 November');
  assert.equal(size(1_230_000, fr), '1,2\u00a0Mo');
  assert.equal(size(400, en), '1\u00a0kB');
  assert.equal(size(0, fr), '0\u00a0Ko');
  assert.equal(length(67_000), '1:07');
});

test('a number may be typed with a comma; words are no number', () => {
  assert.equal(readNumber('12,5'), 12.5);
  assert.equal(readNumber(' 1 200 '), 1200);
  assert.equal(readNumber(''), undefined);
  assert.ok(Number.isNaN(readNumber('douze')));
});

test('an address survives what people put in it', () => {
  assert.deepEqual(parts('#enrol=AB%2FCD'), ['enrol', 'AB/CD']);
  assert.deepEqual(parts(address('draft', 'a/b', 'q')), ['draft', 'a/b', 'q']);
  assert.deepEqual(parts(''), []);
  assert.deepEqual(parts('#/a/%E0%A4%A'), ['a', '%E0%A4%A']);
});

test('a French question mark never stands alone on a line', () => {
  assert.equal(unbroken('Depuis quand ?'), 'Depuis quand\u00a0?');
});

test('the phone speaks the first language it knows, else French', () => {
  assert.equal(firstSpoken(['de-DE', 'en-GB']), 'en');
  assert.equal(firstSpoken(['dyu']), 'fr');
});

test('a day that is to come is not called today, and one of another year has its year', () => {
  const now = '2026-11-23T12:00:00';
  assert.equal(when('2039-01-20T10:00:00', now, fr), 'le 20 janvier 2039 à 10:00');
  assert.equal(when('2026-11-24T10:00:00', now, fr), 'le 24 novembre à 10:00');
  assert.equal(when('1970-01-01T00:10:00', now, fr), 'le 1er janvier 1970');
  assert.equal(when('2025-12-31T10:00:00', now, en), 'on 31 December 2025');
  assert.equal(onDay('2027-01-01', now, fr), 'le 1er janvier 2027');
  assert.match(when('2026-11-23T23:59:00', now, fr), /^aujourd’hui/);
  assert.match(when('2026-11-22T00:01:00', now, fr), /^hier/);
});

test('no age follows from a date that cannot be: neither “today” nor 56 years', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  const [before, after, good] = [0, Date.UTC(2039, 0, 20), now - 3 * 86_400_000].map((finishedAt) => ({ finishedAt }));
  assert.equal(oldest([before, after] as { finishedAt: number }[], now), null);
  assert.equal(oldest([before, after, good] as { finishedAt: number }[], now), good?.finishedAt);
});
