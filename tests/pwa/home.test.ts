// The first screen at one glance.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { SyncStatus } from '../../static/pwa/src/app/app';
import { glance, syncLine } from '../../static/pwa/src/home/model';
import { en } from '../../static/pwa/src/i18n/en';
import { fr } from '../../static/pwa/src/i18n/fr';
import { usedPart } from '../../static/pwa/src/settings/model';
import { NOW, statusEvent, record } from './screen-build';

const status = (change: Partial<SyncStatus>): SyncStatus => ({
  phase: 'idle',
  reason: null,
  nextAt: null,
  lastSuccessAt: null,
  unsent: 0,
  oldestUnsentAt: null,
  mediaLeft: 0,
  mediaBytesLeft: 0,
  monthBytes: 0,
  ...change,
});

test('the outbox is seen at one glance', () => {
  const seen = glance(
    [
      record(),
      record({ finishedAt: Date.parse('2026-11-22T09:00:00Z') }),
      record({ sentAt: 1, safe: true }),
      record({ sentAt: 1, question: statusEvent('needs_correction', NOW), needsCorrection: true }),
      record({ sentAt: 1, needsCorrection: true }),
    ],
    NOW,
  );
  assert.deepEqual(seen, { here: 2, oldestDays: 3, sent: 3, safe: 1, toCorrect: 1, toCheck: 1 });
  assert.equal(glance([], NOW).oldestDays, null);
});

test('being offline is calm, a portal is not', () => {
  assert.equal(syncLine(status({ reason: 'offline' }), NOW, fr).tone, 'calm');
  const portal = syncLine(status({ reason: 'portal' }), NOW, fr);
  assert.equal(portal.tone, 'warn');
  assert.match(portal.text, /page d’accueil/);
  assert.equal(syncLine(status({ phase: 'uploading', reason: 'offline' }), NOW, fr).running, true);
});

test('while it sends, one sees how much is left; while it waits, why, what, and until when', () => {
  const waiting = { unsent: 12, mediaLeft: 3, mediaBytesLeft: 1_240_000 };
  assert.equal(syncLine(status({ phase: 'exchanging', ...waiting }), NOW, fr).text, 'Envoi des fiches : encore 12.');
  assert.equal(syncLine(status({ phase: 'exchanging' }), NOW, fr).text, 'Réception des nouvelles…');
  assert.equal(
    syncLine(status({ phase: 'uploading', ...waiting }), NOW, fr).text,
    'Envoi des voix et des photos : encore 3 (1,2\u00a0Mo).',
  );
  const nextAt = new Date(2026, 10, 25, 23, 5).getTime();
  const offline = syncLine(status({ phase: 'waiting', reason: 'offline', nextAt, ...waiting }), NOW, fr);
  assert.match(offline.text, /^Pas de réseau/);
  assert.equal(offline.more, 'À envoyer : 12 fiches, 3 photos ou voix (1,2\u00a0Mo). Nouvel essai à 23:05.');
  const english = syncLine(status({ phase: 'waiting', reason: 'server', nextAt, ...waiting, mediaLeft: 0 }), NOW, en);
  assert.equal(english.more, 'To send: 12 records. Next try at 23:05.');
  assert.equal(
    syncLine(status({ reason: 'wifi', unsent: 0, mediaLeft: 1, mediaBytesLeft: 500_000 }), NOW, fr).more,
    'À envoyer : 1 photo ou voix (500\u00a0Ko).',
  );
  assert.equal(
    syncLine(status({ reason: 'offline', nextAt }), NOW, fr).more,
    '',
    'nothing waits, so nothing is promised',
  );
});

test('every reason to wait has its sentence, in both languages, without a code in it', () => {
  const reasons = [
    'offline',
    'portal',
    'server',
    'slow-down',
    'revoked',
    'not-enrolled',
    'upgrade',
    'rejected',
    'too-large',
    'setup',
    'storage',
    'wifi',
    'other-tab',
    null,
  ] as const;
  for (const words of [fr, en]) {
    for (const reason of reasons) assert.doesNotMatch(syncLine(status({ reason }), NOW, words).text, /\d{3}|undefined/);
  }
});

test('what cannot go is said with its reason, and to whom to speak', () => {
  for (const [reason, text] of [
    ['too-large', /trop gros/],
    ['rejected', /n’a pas pris/],
    ['setup', /mal réglé. Ce n’est pas vous/],
  ] as const) {
    const line = syncLine(status({ reason, unsent: 0, mediaLeft: 1, mediaBytesLeft: 500_000 }), NOW, fr);
    assert.equal(line.tone, 'warn');
    assert.match(line.text, text);
    assert.match(line.text, /gardé ici.*coordinateur/);
    assert.match(line.more, /1 photo ou voix/);
  }
});

test('how full the memory is, once it is known', () => {
  assert.equal(usedPart({ usedBytes: 25, freeBytes: 75, persisted: true }), 0.25);
  assert.equal(usedPart({ usedBytes: null, freeBytes: 75, persisted: true }), null);
});
