// What people agree to, use by use.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { consentOf, readiness, refusedMedia, scopesFor, settled, usualWay } from '../../static/pwa/src/consent/model';
import { draft, programme } from './screen-build';

test('nobody is asked about a photo that was not taken', () => {
  assert.deepEqual(
    scopesFor(programme, ['audio']).map((scope) => scope.name),
    ['keep', 'voice', 'quote'],
  );
});

test('Mariam may refuse each use, and nothing counts as a yes that was not said', () => {
  const asked = scopesFor(programme, []);
  assert.equal(readiness(asked, { keep: true }), 'unsaid');
  assert.equal(readiness(asked, { keep: true, quote: false }), 'ready');
  assert.equal(readiness(asked, { keep: false }), 'refused');
  assert.deepEqual(settled(programme, { keep: true, quote: false }), {
    keep: true,
    photo: false,
    voice: false,
    quote: false,
  });
});

test('a voice whose use is refused is thrown away, the photo stays', () => {
  const media = [
    { question: 'voix', kind: 'audio' as const },
    { question: 'image', kind: 'image' as const },
  ];
  assert.deepEqual(refusedMedia({ keep: true, voice: false, photo: true }, media), ['voix']);
});

test('an agreement to an older promise is asked again', () => {
  const given = {
    version: '1',
    language: 'fr',
    given_by: 'tick' as const,
    attribution: 'anonymous' as const,
    uses: { keep: true },
  };
  assert.deepEqual(consentOf(draft({ consent: given }), programme, { language: 'fr', kinds: [] }).uses, {});
  assert.deepEqual(
    consentOf(draft({ consent: { ...given, version: '2' } }), programme, { language: 'fr', kinds: [] }).uses,
    { keep: true },
  );
  assert.equal(usualWay('group'), 'group');
});
