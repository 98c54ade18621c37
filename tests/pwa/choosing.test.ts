// Finding a place or a project.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inside, matching, projectOption } from '../../static/pwa/src/capture/model';
import type { Place } from '../../static/pwa/src/domain/types';

test('projects of one title are distinguished by their place', () => {
  const option = projectOption(
    { id: '1', title: 'Pompe', organisations: ['Sucrivoire'], place: 'P', sector: null, status: null },
    () => 'Bouata',
  );
  assert.equal(option.detail, 'Bouata · Sucrivoire');
  assert.equal(matching([option], 'POMPE bouatà', 9).length, 1);
  assert.equal(matching([option], 'école', 9).length, 0);
});

test('only places of the phone’s zone are offered first', () => {
  const all: Record<string, Place> = {
    country: { code: 'country', parent: null, name: 'Pays', level: 'country', label: 'Pays' },
    zone: { code: 'zone', parent: 'country', name: 'Zone', level: 'departement', label: 'Zone' },
    village: { code: 'village', parent: 'zone', name: 'Village', level: 'locality', label: 'Village, Zone' },
  };
  const find = (code: string): Place | null => all[code] || null;
  assert.equal(inside(all.village as Place, 'zone', find), true);
  assert.equal(inside(all.country as Place, 'zone', find), false);
});
