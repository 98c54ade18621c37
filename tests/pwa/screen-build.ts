// Forms, drafts and records for tests of the screens.

import type { Definition } from '../../static/pwa/src/domain/definition';
import { walk } from '../../static/pwa/src/domain/form';
import type { Draft, StatusEvent, Programme, RecordView } from '../../static/pwa/src/domain/types';

export const NOW = '2026-11-23T12:00:00.000Z';

/** What is missing; how many when it is water; by voice or in writing. */
export const besoin: Definition = {
  name: 'besoin',
  version: '1',
  title: { fr: 'Besoin' },
  languages: ['fr'],
  default_language: 'fr',
  questions: [
    {
      name: 'quoi',
      type: 'select_one',
      label: { fr: 'Quoi ?' },
      required: true,
      choices: [
        { name: 'eau', label: { fr: 'L’eau' }, picture: 'eau' },
        { name: 'route', label: { fr: 'La route' } },
      ],
    },
    {
      name: 'combien',
      type: 'integer',
      label: { fr: 'Combien ?' },
      relevant: { call: '=', args: [{ ref: 'quoi' }, { lit: 'eau' }] },
    },
    {
      name: 'recit',
      type: 'group',
      label: { fr: 'Racontez.' },
      appearance: 'field-list',
      children: [
        { name: 'voix', type: 'audio', label: { fr: 'Parlez' } },
        { name: 'texte', type: 'text', label: { fr: 'Ou écrivez' } },
      ],
    },
    { name: 'mot', type: 'note', label: { fr: 'Merci.' } },
  ],
};

export const walked = (answers: Draft['answers']) =>
  walk(besoin, answers, { today: '2026-11-23', now: NOW, language: 'fr' });

export const draft = (change: Partial<Draft> = {}): Draft => ({
  id: 'd',
  rev: 1,
  instrument: 'besoin',
  version: '1',
  place: 'P',
  answers: {},
  mode: 'assisted',
  consent: null,
  media: {},
  replyTo: null,
  replyText: '',
  startedAt: 0,
  changedAt: 0,
  spentMs: 0,
  ...change,
});

export const record = (change: Partial<RecordView> = {}): RecordView => ({
  id: 'r',
  rev: 1,
  instrument: 'besoin',
  place: 'P',
  summary: '',
  finishedAt: Date.parse('2026-11-20T09:00:00Z'),
  sentAt: null,
  safe: false,
  state: 'finished',
  events: [],
  faults: [],
  mediaLeft: 0,
  mediaOf: 0,
  question: null,
  needsCorrection: false,
  ...change,
});

export const statusEvent = (state: string, at: string): StatusEvent => ({ id: state, state, at, rev: 1 });

export const programme = {
  id: 'demo',
  name: { fr: 'Demo' },
  languages: ['fr'],
  place: 'zone',
  consent: {
    version: '2',
    text: { fr: '' },
    scopes: ['keep', 'photo', 'voice', 'quote'].map((name) => ({
      name,
      required: name === 'keep',
      label: { fr: name },
    })),
  },
} as Programme;
