// Names, bytes, digests, places: what the phone makes must be what the server reads.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { PlaceIndex, fold } from '../../static/pwa/src/domain/places';
import { makeEntry } from '../../static/pwa/src/domain/making';
import { localTime, uuid7 } from '../../static/pwa/src/domain/record';
import type { Body, Place } from '../../static/pwa/src/domain/types';

test('a name is a UUIDv7 that sorts by time', () => {
  const random = new Uint8Array(10).fill(255);
  const [early, late] = [uuid7(1700000000000, random), uuid7(1700000000001, random)];
  assert.match(early, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(early < late);
});

test('the digest is of the UTF-8 bytes, accents, apostrophes and all', async () => {
  const { body, digest } = await makeEntry('x', 1, { answers: { texte: 'L’eau à N’Zi 💧' } } as unknown as Body);
  assert.equal(digest, createHash('sha256').update(body, 'utf8').digest('hex'));
});

test('the time keeps the offset of the place where it was said', () => {
  assert.match(localTime(new Date()), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
});

const place = (code: string, name: string, parent: string | null = null): Place => ({
  code,
  name,
  parent,
  level: 'locality',
  label: name,
});

test('Awa finds her village without accents, apostrophes or hyphens', () => {
  const index = new PlaceIndex([
    place('1', 'M’Bahiakro'),
    place('2', 'Lôh-Djiboua'),
    place('3', 'Grand-Béréby'),
    place('4', 'Bérébi'),
  ]);
  assert.deepEqual(
    index.search('mbahia', 5).map((one) => one.code),
    ['1'],
  );
  assert.deepEqual(
    index.search('m bahia', 5).map((one) => one.code),
    ['1'],
  );
  assert.deepEqual(
    index.search('loh dji', 5).map((one) => one.code),
    ['2'],
  );
  assert.deepEqual(
    index.search('bereb', 5).map((one) => one.code),
    ['4', '3'],
  );
  assert.equal(fold("N'Zi — Cœur"), 'n zi coeur');
});

test('nine thousand places are searched while a finger lifts', () => {
  const many = Array.from({ length: 9184 }, (_, n) => place(String(n), `Village ${n}`));
  const index = new PlaceIndex(many);
  assert.equal(index.search('village 91', 30).length, 30);
  assert.equal(index.search('', 30).length, 30);
});
