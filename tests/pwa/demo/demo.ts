// The app's interface over plain memory: screens can be looked at and tested without server, storage or microphone.

import { signal } from '@preact/signals';

import { CaptureError } from '../../../static/pwa/src/app/app';
import type {
  CarriedFile,
  HandedOver,
  App,
  SyncReason,
  Unsaved,
  Recording,
  VoiceEnd,
  VoiceKept,
  SyncStatus,
} from '../../../static/pwa/src/app/app';
import { timesOf, withAnswer } from '../../../static/pwa/src/domain/answers';
import type { Answer, Answers, Definition } from '../../../static/pwa/src/domain/definition';
import { firstAnswers } from '../../../static/pwa/src/domain/form';
import { localTime } from '../../../static/pwa/src/domain/record';
import { monthOf } from '../../../static/pwa/src/domain/thrift';
import type { Months, VoiceRate, Waits } from '../../../static/pwa/src/domain/thrift';
import { PlaceIndex } from '../../../static/pwa/src/domain/places';
import { DemoPeople } from './people';
import { DemoSettings } from './settings';
import { DAY, pause } from './world';
import type { World } from './world';
import { noPrompts } from './prompts';
import type {
  BoardNeed,
  Consent,
  Draft,
  Fate,
  MediaRef,
  Mode,
  Place,
  Position,
  Programme,
  Project,
  RecordView,
  Term,
  ToldFate,
} from '../../../static/pwa/src/domain/types';
import type { RecordState } from '../../../static/pwa/src/domain/states';

export class DemoApp implements App {
  readonly people: DemoPeople;
  readonly settings: DemoSettings;
  readonly programme = signal<Programme | null>(null);
  readonly instruments = signal<Definition[]>([]);
  readonly projects = signal<Project[]>([]);
  readonly reasons = signal<Term[]>([]);
  readonly domains = signal<Term[]>([]);
  readonly placeLevels = signal<Term[]>([]);
  readonly board = signal<BoardNeed[]>([]);
  readonly drafts = signal<Draft[]>([]);
  readonly erased = signal(0);
  readonly records = signal<RecordView[]>([]);
  readonly thrift = thrift();
  readonly voices = signal<readonly string[]>([]);
  readonly prompts = noPrompts();
  /** What the phone was made to say aloud; each part takes a moment. */
  readonly aloud: string[] = [];
  readonly carried = signal<CarriedFile[]>([]);
  readonly sync = signal<SyncStatus>({
    phase: 'idle',
    reason: null,
    nextAt: null,
    lastSuccessAt: Date.now() - 3_600_000,
    unsent: 0,
    oldestUnsentAt: null,
    mediaLeft: 0,
    mediaBytesLeft: 0,
    monthBytes: 3_420_000,
  });
  private readonly index: PlaceIndex;
  private readonly media = new Map<string, Blob>();
  private readonly said = new Map<string, Draft>();
  private count = 0;

  async handOver(onProgress: (done: number, of: number) => void): Promise<HandedOver[]> {
    const left = this.records.value.filter((one) => one.state === 'finished' || one.state === 'sent').length;
    for (let done = 1; done <= left; done++) {
      await pause(40);
      onProgress(done, left);
    }
    return left
      ? [{ name: 'fiches-20261123-0900-12ab-1.echo', file: new Blob(['x'.repeat(184_000)]), records: left, media: 2 }]
      : [];
  }

  async receive(file: Blob, name: string): Promise<{ records: number; media: number } | 'not-ours'> {
    if (!name.endsWith('.echo')) return 'not-ours';
    const told = { records: 12, media: 3 };
    this.carried.value = [
      { sha256: name, name, size: file.size, ...told, sent: false, state: null, kept: 0, damaged: 0 },
      ...this.carried.value,
    ];
    return told;
  }

  constructor(private readonly world: World) {
    this.settings = new DemoSettings(world);
    this.index = new PlaceIndex(world.places);
    this.sync.value = { ...this.sync.value, ...world.sync };
    this.voices.value = world.voices ?? [];
    this.under.value = world.making;
    this.people = new DemoPeople(world, () => this.welcome());
    if (world.enrolled) this.people.open();
  }

  private welcome(): void {
    const { programme, places, ...world } = this.world;
    this.programme.value = programme;
    this.instruments.value = world.instruments;
    this.projects.value = world.projects;
    this.reasons.value = world.reasons;
    this.placeLevels.value = world.levels;
    const where = places.filter((each) => each.level === 'locality').map((each) => each.code);
    this.records.value = story(where).concat(crowd(world.records, where));
  }

  private readonly under = signal<World['making']>(undefined);
  private go = (): void => undefined;
  readonly unsaved: Unsaved = {
    fault: () => this.world.unsaved ?? this.world.photoHeld ?? null,
    answerFault: () => this.world.unsaved ?? null,
    photoFault: () => this.world.photoHeld ?? null,
    making: (draftId) => (this.under.value ? [{ draftId, question: 'photo', kind: this.under.value }] : []),
    missed: (draftId) => (this.world.missed ?? []).map((one) => ({ draftId, ...one })),
    made: async () => undefined,
    saved: () =>
      this.world.unsaved
        ? Promise.reject(new Error())
        : this.under.value
          ? new Promise((go) => (this.go = go))
          : Promise.resolve(),
    without: () => {
      this.under.value = undefined;
      this.go();
    },
    seen: () => undefined,
    drop: () => void delete this.world.unsaved,
  };

  async sendLocked(): Promise<SyncReason | null> {
    await pause(300);
    return 'offline';
  }

  fates = async (): Promise<ToldFate[]> => this.world.fates ?? [];
  definition = (instrument: string): Definition | null =>
    this.instruments.value.find((each) => each.name === instrument) || null;
  searchPlaces = (text: string, limit = 30): Place[] => this.index.search(text, limit);
  place = (code: string): Place | null => this.index.get(code);
  recentPlaces = (): Place[] => this.world.places.filter((each) => each.level === 'locality').slice(3, 5);
  draft = (id: string): Draft | null => this.drafts.value.find((each) => each.id === id) || null;

  async startDraft(instrument: string): Promise<string> {
    const id = `d${++this.count}`;
    const definition = this.definition(instrument);
    const now = localTime(new Date());
    const answers = definition
      ? firstAnswers(definition, { today: now.slice(0, 10), now, language: 'fr' }, this.chance)
      : {};
    this.put({
      id,
      rev: 1,
      instrument,
      version: definition?.version ?? '1',
      place: null,
      answers,
      mode: 'assisted',
      consent: null,
      media: {},
      replyTo: null,
      replyText: '',
      startedAt: Date.now(),
      changedAt: Date.now(),
      spentMs: 0,
    });
    return id;
  }

  async startCorrection(recordId: string): Promise<string> {
    const record = this.records.value.find((each) => each.id === recordId);
    const before = this.said.get(recordId);
    if (!this.draft(recordId)) {
      const id = await this.startDraft(record?.instrument || 'besoin');
      const draft = this.draft(id) as Draft;
      this.drafts.value = this.drafts.value.filter((each) => each.id !== id);
      this.put({
        ...draft,
        ...before,
        id: recordId,
        rev: 2,
        place: record?.place || null,
        answers: before?.answers || ANSWERS,
        replyTo: record?.question?.id || null,
      });
    }
    return recordId;
  }

  private put(draft: Draft): void {
    this.drafts.value = [draft, ...this.drafts.value.filter((each) => each.id !== draft.id)];
  }

  private async change(id: string, how: (draft: Draft) => Partial<Draft>): Promise<void> {
    const draft = this.draft(id);
    if (draft) this.put({ ...draft, ...how(draft), changedAt: Date.now() }); // shown at once
    await pause(5);
  }

  readonly chance = { random: Math.random, uuid: () => crypto.randomUUID() };
  type = (id: string, key: string, text: string | undefined): void => void this.setAnswer(id, key, text);
  typeReply = (id: string, replyText: string): void => void this.setReply(id, replyText);
  setAnswer = (id: string, key: string, value: Answer | undefined): Promise<void> =>
    this.change(id, ({ answers }) => ({ answers: withAnswer(answers, key, value) }));
  addTime = (id: string, repeat: string, first: Answers): Promise<void> =>
    this.change(id, ({ answers }) => ({ answers: { ...answers, [repeat]: [...timesOf(answers, repeat), first] } }));
  removeTime = (id: string, repeat: string, index: number): Promise<void> =>
    this.change(id, ({ answers }) => ({
      answers: { ...answers, [repeat]: timesOf(answers, repeat).filter((_, at) => at !== index) },
    }));
  setPlace = (id: string, place: string): Promise<void> => this.change(id, () => ({ place }));
  setMode = (id: string, mode: Mode): Promise<void> => this.change(id, () => ({ mode }));
  setConsent = (id: string, consent: Consent): Promise<void> => this.change(id, () => ({ consent }));
  setReply = (id: string, replyText: string): Promise<void> => this.change(id, () => ({ replyText }));

  async deleteDraft(id: string): Promise<void> {
    this.drafts.value = this.drafts.value.filter((each) => each.id !== id);
  }

  async askForHelp(id: string): Promise<void> {
    await this.deleteDraft(id);
  }

  async finish(id: string): Promise<string> {
    await pause(20);
    const draft = this.draft(id) as Draft;
    this.said.set(id, draft);
    await this.deleteDraft(id);
    const made = view({
      id,
      instrument: draft.instrument,
      place: draft.place || '',
      summary: '',
      state: 'finished',
      age: 0,
    });
    this.records.value = [made, ...this.records.value.filter((each) => each.id !== id)];
    return id;
  }

  private fail(): void {
    if (this.world.captureFails) throw new CaptureError(this.world.captureFails);
  }

  private keep(id: string, question: string, blob: Blob): MediaRef {
    const sha256 = String(++this.count).padStart(64, '0');
    this.media.set(sha256, blob);
    const draft = this.draft(id) as Draft;
    const ref = { sha256, type: blob.type, bytes: blob.size, question };
    this.put({
      ...draft,
      answers: { ...draft.answers, [question]: sha256 },
      media: { ...draft.media, [question]: ref },
    });
    return ref;
  }

  async attachPhoto(id: string, question: string, file: Blob): Promise<MediaRef> {
    this.fail();
    return this.keep(id, question, file);
  }

  async startVoice(id: string, question: string): Promise<Recording> {
    this.fail();
    const seconds = signal(0);
    const level = signal(0.4);
    const ticking = setInterval(() => (seconds.value += 1), 1000);
    const ended = new Promise<VoiceEnd>(() => undefined);
    const stop = async (): Promise<VoiceKept> => {
      clearInterval(ticking);
      return {
        ...(await this.keep(id, question, new Blob([SILENCE], { type: 'audio/wav' }))),
        seconds: seconds.value,
        why: 'asked',
      };
    };
    return { seconds, level, silent: signal(false), ended, stop, cancel: async () => clearInterval(ticking) };
  }

  removeMedia = (id: string, question: string): Promise<void> => this.setAnswer(id, question, undefined);

  async mediaUrl(sha256: string): Promise<string | null> {
    const blob = this.media.get(sha256);
    return blob ? URL.createObjectURL(blob) : null;
  }

  async answersOf(
    id: string,
  ): Promise<{ definition: Definition | null; answers: Record<string, unknown>; media: MediaRef[] }> {
    const record = this.records.value.find((each) => each.id === id);
    return {
      definition: this.definition(record?.instrument || ''),
      answers: this.said.get(id)?.answers || ANSWERS,
      media: [],
    };
  }

  async locate(onFix: (position: Position) => void): Promise<Position> {
    this.fail();
    onFix({ lat: 7.42, lon: -6.05, accuracy_m: 60 });
    await pause(30);
    return { lat: 7.42, lon: -6.05, accuracy_m: 8.4 };
  }

  sayAloud(parts: readonly string[], _language: string, onPart: (index: number) => void): () => void {
    let at = -1;
    let timer = 0;
    const next = (): void => {
      at += 1;
      onPart(at < parts.length ? at : -1);
      if (at >= parts.length) return;
      this.aloud.push(parts[at] as string);
      timer = window.setTimeout(next, 220);
    };
    next();
    return () => {
      clearTimeout(timer);
      onPart(-1);
    };
  }

  async syncNow(): Promise<void> {
    this.sync.value = { ...this.sync.value, phase: 'exchanging' };
    await pause(300);
    this.sync.value = { ...this.sync.value, phase: 'idle', reason: null, lastSuccessAt: Date.now() };
  }
}

function thrift(): App['thrift'] {
  const waits = signal<Waits>({ photos: false, voices: false });
  const voiceRate = signal<VoiceRate>('normal');
  const [here, before] = [monthOf(Date.now()), monthOf(Date.now() - 31 * 86_400_000)];
  const spent = signal<Months>({
    [here]: { records: 340_000, news: 212_000, voices: 1_180_000, photos: 1_530_000, app: 158_000 },
    [before]: { records: 610_000, photos: 8_700_000 },
  });
  return {
    waits,
    voiceRate,
    spent,
    tellsWifi: () => false,
    setWaits: async (more) => void (waits.value = { ...waits.value, ...more }),
    setVoiceRate: async (rate) => void (voiceRate.value = rate),
    sendHeld: async () => undefined,
  };
}

const ANSWERS: Draft['answers'] = {
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
  fates?: Fate[];
}

function view({ id, instrument, place, summary, state, age, fates = [] }: Seed): RecordView {
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
    fates,
    faults: state === 'quarantined' ? [{ field: 'quoi_eau', reason: 'unknown-choice' }] : [],
    mediaLeft: state === 'sent' ? 1 : 0,
    mediaOf: state === 'sent' ? 3 : 0,
    question: asked ? (fates[fates.length - 1] as Fate) : null,
    needsCorrection: asked || state === 'quarantined',
  };
}

const at = (days: number): string => new Date(Date.now() - days * DAY).toISOString();

function story(places: string[]): RecordView[] {
  const place = (n: number): string => places[n % places.length] || '';
  const received = (age: number): Fate => ({ id: 'f0', state: 'received', at: at(age), rev: 1 });
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
      fates: [
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
      fates: [
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
      fates: [
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

/** A tenth of a second of nothing, 8 kHz, 8 bit. */
const SILENCE = (() => {
  const bytes = new Uint8Array(844).fill(128);
  const text = (offset: number, word: string): void =>
    [...word].forEach((letter, n) => (bytes[offset + n] = letter.charCodeAt(0)));
  const view = new DataView(bytes.buffer);
  text(0, 'RIFF');
  view.setUint32(4, 836, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, 8000, true);
  view.setUint32(28, 8000, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  text(36, 'data');
  view.setUint32(40, 800, true);
  return bytes;
})();
