// What the phone's tests are made of.

import type { Enrolment, Kept } from '../../static/pwa/src/domain/types';

/** A finished record of Awa's, unsent unless `more` says otherwise. */
export const keptNeed = (n: number, more: Partial<Kept> = {}): Kept => ({
  id: `r${n}`, rev: 1, digest: `d${n}`, body: JSON.stringify({ media: more.media ?? [] }), finishedAt: n, instrument: 'besoin', version: '1',
  place: 'V1', summary: '', sentAt: null, position: null, safe: false, outcome: null, faults: [], media: [], ...more,
});

export const awa: Enrolment = {
  token: 't',
  device_id: 'd',
  person: { id: 'awa', name: 'Awa', role: 'surveyor', language: 'fr' },
  scope: { programme: 'demo', place: 'V1', place_name: 'Kouassi', place_path: '/CI/V1/', instruments: null },
  programme: { id: 'demo', name: { fr: 'Démo' }, languages: ['fr', 'en'], public_key: null },
};

/** Chance that is the same each time. */
export function someone(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
