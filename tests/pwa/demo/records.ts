// Records with a story, one for each way it may go; more of them where a test asks for a crowd.

import { signal } from '@preact/signals';

import type { AnsweredForm, Records } from '../../../static/pwa/src/app/app';
import type { RecordState } from '../../../static/pwa/src/domain/states';
import type { Draft, StatusEvent, RecordView, CodeStatus } from '../../../static/pwa/src/domain/types';
import { DAY } from './world';
import type { World } from './world';

export class DemoRecords implements Records {
  readonly all = signal<RecordView[]>([]);
  readonly erased = signal(0);
  /** What the records that were finished here were made of. */
  readonly corrected = new Map<string, Draft>();

  constructor(private readonly world: World) {}

  /** Somebody is here, and these are theirs. */
  open(): void {
    const where = this.world.places.filter((each) => each.level === 'locality').map((each) => each.code);
    this.all.value = story(where).concat(crowd(this.world.records, where));
  }

  add(record: RecordView, draft: Draft): void {
    this.corrected.set(record.id, draft);
    this.all.value = [record, ...this.all.value.filter((each) => each.id !== record.id)];
  }

  async answersOf(id: string): Promise<AnsweredForm> {
    const record = this.all.value.find((each) => each.id === id);
    const definition = this.world.instruments.find((each) => each.name === record?.instrument) ?? null;
    return {
      definition,
      answers: this.corrected.get(id)?.answers || ANSWERS,
      media: [],
    };
  }

  statusesOf = async (): Promise<CodeStatus[]> => this.world.codeStatuses ?? [];
}

export const ANSWERS: Draft['answers'] = {
  age: '35_59',
  sexe: 'femme',
  domaine: 'eau',
  quoi_eau: 'panne',
  texte: 'La pompe est cassée depuis la saison des pluies. Les femmes vont au marigot.',
  gravite: 'grave',
  qui: ['femmes', 'enfants'],
  depuis: 'mois',
  a_un_lieu: 'oui',
  point: { lat: 7.42, lon: -6.05, accuracy_m: 8.4 },
};

interface Seed {
  id: string;
  instrument: string;
  place: string;
  summary: string;
  state: RecordState;
  /** Days since it was finished. */
  age: number;
  events?: StatusEvent[];
}

export function view({ id, instrument, place, summary, state, age, events = [] }: Seed): RecordView {
  const finishedAt = Date.now() - age * DAY - 600_000;
  const unsent = state === 'finished';
  const asked = state === 'needs_correction';
  return {
    id,
    rev: 1,
    instrument,
    place,
    summary,
    finishedAt,
    sentAt: unsent ? null : finishedAt + 60_000,
    safe: !unsent && age > 2,
    state,
    events,
    faults: state === 'quarantined' ? [{ field: 'quoi_eau', reason: 'unknown-choice' }] : [],
    mediaLeft: state === 'sent' ? 1 : 0,
    mediaOf: state === 'sent' ? 3 : 0,
    question: asked ? (events[events.length - 1] as StatusEvent) : null,
    needsCorrection: asked || state === 'quarantined',
  };
}

const at = (days: number): string => new Date(Date.now() - days * DAY).toISOString();

function story(places: string[]): RecordView[] {
  const place = (n: number): string => places[n % places.length] || '';
  const received = (age: number): StatusEvent => ({ id: 'f0', state: 'received', at: at(age), rev: 1 });
  return [
    view({ id: 'r1', instrument: 'emotion', place: place(1), summary: 'Espoir', state: 'finished', age: 1 }),
    view({ id: 'r2', instrument: 'retour', place: place(2), summary: '', state: 'sent', age: 1 }),
    view({
      id: 'r3',
      instrument: 'besoin',
      place: place(0),
      summary: 'La pompe est en panne',
      state: 'needs_correction',
      age: 4,
      events: [
        received(3.9),
        {
          id: 'f1',
          state: 'needs_correction',
          at: at(1),
          rev: 1,
          reason: 'detail_missing',
          message: 'Combien de familles vont à cette pompe ?',
        },
      ],
    }),
    view({
      id: 'r4',
      instrument: 'besoin',
      place: place(3),
      summary: 'Il manque des salles ou des bancs',
      state: 'in_portfolio',
      age: 12,
      events: [
        received(11.9),
        { id: 'f2', state: 'accepted', at: at(8), rev: 1, reason: 'clear', message: '' },
        { id: 'f3', state: 'in_portfolio', at: at(2), rev: 1 },
      ],
    }),
    view({
      id: 'r5',
      instrument: 'besoin',
      place: place(4),
      summary: 'Route',
      state: 'rejected',
      age: 9,
      events: [
        received(8.9),
        { id: 'f4', state: 'rejected', at: at(5), rev: 1, reason: 'duplicate', message: 'Merci quand même.' },
      ],
    }),
    view({
      id: 'r6',
      instrument: 'besoin',
      place: place(5),
      summary: 'L’eau n’est pas bonne à boire',
      state: 'quarantined',
      age: 2,
    }),
  ];
}

const crowd = (count: number, places: string[]): RecordView[] =>
  Array.from({ length: count }, (_, n) =>
    view({
      id: `c${n}`,
      instrument: 'besoin',
      place: places[n % places.length] || '',
      summary: `Fiche ${n}`,
      state: n % 3 ? 'safe' : 'finished',
      age: 3 + (n % 60),
    }),
  );
