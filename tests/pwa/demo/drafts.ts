// What is being filled in, in plain memory.

import { signal } from '@preact/signals';

import type { Drafts, Unsaved } from '../../../static/pwa/src/app/app';
import { timesOf, withAnswer } from '../../../static/pwa/src/domain/answers';
import type { Answer, Answers } from '../../../static/pwa/src/domain/definition';
import { firstAnswers } from '../../../static/pwa/src/domain/form';
import { localTime } from '../../../static/pwa/src/domain/record';
import type { Consent, Draft, MediaRef, Mode } from '../../../static/pwa/src/domain/types';
import { ANSWERS, view } from './records';
import type { DemoRecords } from './records';
import { pause } from './world';
import type { World } from './world';

export class DemoDrafts implements Drafts {
  readonly all = signal<Draft[]>([]);
  readonly chance = { random: Math.random, uuid: () => crypto.randomUUID() };
  private count = 0;
  private readonly under = signal<World['making']>(undefined);
  private go = (): void => undefined;

  constructor(
    private readonly world: World,
    private readonly records: DemoRecords,
  ) {
    this.under.value = world.making;
  }

  readonly unsaved: Unsaved = {
    fault: () => this.world.unsaved ?? this.world.photoUnsaved ?? null,
    answerFault: () => this.world.unsaved ?? null,
    photoFault: () => this.world.photoUnsaved ?? null,
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

  get = (id: string): Draft | null => this.all.value.find((each) => each.id === id) || null;

  async start(instrument: string): Promise<string> {
    const draft = this.blank(`d${++this.count}`, instrument);
    this.put(draft);
    return draft.id;
  }

  async correct(recordId: string): Promise<string> {
    const record = this.records.all.value.find((each) => each.id === recordId);
    const before = this.records.corrected.get(recordId);
    if (!this.get(recordId))
      this.put({
        ...this.blank(recordId, record?.instrument || 'besoin'),
        ...before,
        id: recordId,
        rev: 2,
        place: record?.place || null,
        answers: before?.answers || ANSWERS,
        replyTo: record?.question?.id || null,
      });
    return recordId;
  }

  async takeBack(recordId: string): Promise<void> {
    this.records.corrected.set(recordId, { ...this.blank(recordId, 'besoin'), answers: {} });
    this.records.all.value = this.records.all.value.map((one) =>
      one.id === recordId ? { ...one, rev: one.rev + 1 } : one,
    );
  }

  private blank(id: string, instrument: string): Draft {
    const definition = this.world.instruments.find((each) => each.name === instrument);
    const now = localTime(new Date());
    const moment = { today: now.slice(0, 10), now, language: 'fr' };
    return {
      id,
      rev: 1,
      instrument,
      version: definition?.version ?? '1',
      place: null,
      answers: definition ? firstAnswers(definition, moment, this.chance) : {},
      mode: 'assisted',
      consent: null,
      media: {},
      replyTo: null,
      replyText: '',
      startedAt: Date.now(),
      changedAt: Date.now(),
      spentMs: 0,
    };
  }

  private put(draft: Draft): void {
    this.all.value = [draft, ...this.all.value.filter((each) => each.id !== draft.id)];
  }

  /** Shown at once. */
  async change(id: string, how: (draft: Draft) => Partial<Draft>): Promise<void> {
    const draft = this.get(id);
    if (draft) this.put({ ...draft, ...how(draft), changedAt: Date.now() });
    await pause(5);
  }

  /** Keeps a photo or a voice as the answer to a question. */
  attach(id: string, ref: MediaRef): void {
    void this.change(id, ({ answers, media }) => ({
      answers: { ...answers, [ref.question]: ref.sha256 },
      media: { ...media, [ref.question]: ref },
    }));
  }

  type = (id: string, key: string, text: string | undefined): void => void this.setAnswer(id, key, text);
  typeReply = (id: string, replyText: string): void => void this.change(id, () => ({ replyText }));
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

  remove = async (id: string): Promise<void> => void (this.all.value = this.all.value.filter((each) => each.id !== id));
  askForHelp = (id: string): Promise<void> => this.remove(id);
  confide = (id: string): Promise<void> => this.remove(id);

  async finish(id: string): Promise<string> {
    await pause(20);
    const draft = this.get(id) as Draft;
    await this.remove(id);
    this.records.add(
      view({ id, instrument: draft.instrument, place: draft.place || '', summary: '', state: 'finished', age: 0 }),
      draft,
    );
    return id;
  }
}
