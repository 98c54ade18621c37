// From a first answer to a finished record. Every change is on the disk before its promise resolves.

import { timesOf, withAnswer, withoutTime } from '../domain/answers';
import { sawFull } from '../device/room';
import { CaptureError, ConsentError, StorageError } from '../domain/failure';
import { firstAnswers, firstOfTime, walk } from '../domain/form';
import type { Chance, Moment } from '../domain/form';
import { fits } from '../domain/room';
import { isPrompt } from '../domain/prompt';
import { allWellFormed } from '../domain/text';
import { localTime, makeBody, makeCall, makeEntry, sha256, uuid7 } from '../domain/record';
import { summarise } from '../domain/summary';
import { coarser } from '../domain/trusted';
import { lacksConsent } from '../domain/uses';
import type { Answers, Body, Definition, Draft, MediaRef } from '../domain/types';
import { Letters } from '../bundle/letters';
import type { Drafts, Finished, Made } from '../storage/drafts';
import type { Outbox } from '../storage/outbox';
import { sizeOf } from '../sync/outbox';
import type { Change } from './changes';
import type { Ports } from './ports';
import type { State } from './state';

/** Time spent elsewhere is not time spent answering. */
const LONGEST_THOUGHT_MS = 120000;
const RECENT = 6;

export class Drafting {
  /** When each draft was last changed on this page, by the clock that nobody can set. */
  private readonly touched = new Map<string, number>();

  constructor(
    private readonly ports: Ports,
    private readonly state: State,
    private readonly drafts: Drafts,
    private readonly outbox: Outbox,
  ) {}

  /** What calculations make of chance. */
  readonly chance: Chance = { random: () => this.ports.chance(), uuid: () => this.newId() };

  newId(): string {
    return uuid7(this.ports.now(), this.ports.random(10));
  }

  async start(instrument: string): Promise<string> {
    const definition = this.state.definition(instrument);
    if (!definition) throw new Error(`no instrument ${instrument}`);
    return this.add({
      ...this.blank(this.newId(), 1, definition),
      answers: firstAnswers(definition, this.moment(), this.chance),
    });
  }

  private moment(): Moment {
    const now = localTime(new Date(this.ports.now()));
    return { today: now.slice(0, 10), now, language: this.state.language.value };
  }

  /** A draft that becomes the record's next revision, with its answers as they were. One at a time for each record. */
  async correct(recordId: string): Promise<string> {
    const replyTo = this.state.records.value.find((one) => one.id === recordId)?.question?.id ?? null;
    if (this.state.draft(recordId)) {
      await this.change(recordId, (draft) => (draft.replyTo === replyTo ? {} : { replyTo, replyText: '' }));
      return recordId;
    }
    const last = this.state.latest(recordId);
    const definition =
      last && (this.state.definition(last.instrument) ?? this.state.definition(last.instrument, last.version));
    if (!last || !definition) throw new Error(`no record ${recordId}`);
    const { place, answers, mode, consent, media } = JSON.parse(last.body) as Body;
    const byQuestion: Draft['media'] = {};
    for (const one of media) byQuestion[one.question] = one;
    return this.add({
      ...this.blank(recordId, last.rev + 1, definition),
      place,
      answers,
      mode,
      consent,
      media: byQuestion,
      replyTo,
    });
  }

  private blank(id: string, rev: number, { name, version }: Definition): Draft {
    const at = this.ports.now();
    const place = this.state.recent.value.find((code) => this.state.places.value.get(code)) ?? null;
    return {
      id,
      rev,
      instrument: name,
      version,
      place,
      answers: {},
      mode: 'assisted',
      consent: null,
      media: {},
      replyTo: null,
      replyText: '',
      startedAt: at,
      changedAt: at,
      spentMs: 0,
    };
  }

  private async add(draft: Draft): Promise<string> {
    this.thought(draft.id);
    this.state.showDraft(await this.drafts.add(draft).catch(noSpace));
    return draft.id;
  }

  async change(draftId: string, how: Change, made?: Made): Promise<void> {
    if (!(await this.keep(draftId, how, made))) throw new StorageError('elsewhere');
  }

  /** Writes a change down; false when there is no such draft. */
  async keep(draftId: string, how: Change, made?: Made): Promise<boolean> {
    const [at, thought] = [this.ports.now(), this.thought(draftId)];
    const step = (draft: Draft): Draft => ({
      ...draft,
      ...allWellFormed(how(draft)),
      changedAt: Math.max(at, draft.changedAt + 1), // tells two changes of one millisecond apart
      spentMs: draft.spentMs + thought,
    });
    const changed = await this.drafts.change(draftId, step, made).catch(noSpace);
    if (changed) this.state.showDraft(changed);
    return !!changed;
  }

  /** How long somebody thought about what they change now: nothing when the page has just begun. */
  private thought(draftId: string): number {
    const now = this.ports.elapsed();
    const since = now - (this.touched.get(draftId) ?? now);
    this.touched.set(draftId, now);
    return Math.min(since, LONGEST_THOUGHT_MS);
  }

  /** An answer, or with `undefined` none; its photo or voice goes with it. */
  answered(key: string, value: Answers[string] | undefined): Change {
    return (draft) => {
      const shown = { ...draft.media };
      if (value === undefined) delete shown[key];
      return { answers: this.with(draft, key, value), media: shown };
    };
  }

  /** The answers with one of them set; a time of a repeat that begins with it has what it begins with. */
  private with({ instrument, version, answers }: Draft, key: string, value: Answers[string] | undefined): Answers {
    const definition = this.state.definition(instrument, version);
    const blank = (repeat: string, index: number): Answers =>
      definition ? firstOfTime(walk(definition, answers, this.moment(), this.chance), repeat, index) : {};
    return withAnswer(answers, key, value, blank);
  }

  /** One more time of a repeat. */
  timeAdded(repeat: string, first: Answers): Change {
    return ({ answers }) => ({ answers: { ...answers, [repeat]: [...timesOf(answers, repeat), first] } });
  }

  /** One time of a repeat less; what stood after it moves up. */
  timeRemoved(repeat: string, index: number): Change {
    return ({ answers, media }) => {
      const left = withoutTime(media, repeat, index);
      for (const key of Object.keys(left)) left[key] = { ...(left[key] as MediaRef), question: key };
      return {
        answers: { ...answers, [repeat]: timesOf(answers, repeat).filter((_, at) => at !== index) },
        media: left,
      };
    };
  }

  /** Notes where one was last; returns how that is written down. */
  wasAt(code: string): () => Promise<void> {
    const { recent } = this.state;
    recent.value = [code, ...recent.value.filter((one) => one !== code)].slice(0, RECENT);
    return () => this.outbox.setSecret('recentPlaces', recent.value);
  }

  async forget(draftId: string): Promise<void> {
    await this.drafts.forget(draftId);
    await this.outbox.sweep().catch(() => undefined); // its media go with the next one
    await this.state.changed(['drafts']);
  }

  /** Keeps bytes as the answer to a question, and forgets the recording they were made of. */
  async attach(
    draftId: string,
    question: string,
    bytes: ArrayBuffer,
    type: string,
    recording?: string,
  ): Promise<MediaRef> {
    const ref: MediaRef = { sha256: await sha256(bytes), type, bytes: bytes.byteLength, question };
    const { bytes: letter, own } = await this.letters().medium(ref.sha256, type, bytes);
    const about = { uploadUrl: null, sentAt: null, sealed: await sha256(letter) };
    const medium = { sha256: ref.sha256, type, size: letter.length, madeAt: this.ports.now(), ...about };
    await this.change(
      draftId,
      (draft) => ({ answers: this.with(draft, question, ref.sha256), media: { ...draft.media, [question]: ref } }),
      { medium, letter: letter.buffer, own, recording },
    );
    return ref;
  }

  /** Makes the draft a record: the moment it can no longer be lost. Whoever asks twice gets the same record. Rejects with
   * ConsentError when it holds a photo or a voice that was not agreed to. */
  async finish(draftId: string): Promise<void> {
    for (;;) {
      const draft = await this.drafts.get(draftId);
      if (!draft) break;
      const finished = await this.record(draft);
      if (await this.drafts.finish(draft, finished).catch(noSpace)) break;
    }
    await this.state.changed(['drafts', 'entries']);
    if (!this.state.latest(draftId)) throw new Error(`no draft ${draftId}`);
  }

  /** Who writes to the programme from here. */
  private letters(): Letters {
    const { enrolment, programme } = this.state;
    if (!enrolment.value) throw new Error('not enrolled');
    return Letters.of(enrolment.value, enrolment.value.programme.public_key ?? programme.value?.public_key);
  }

  /** A call for help out of a draft at the danger door: a record of its own, with no answer. */
  async call(draft: Draft): Promise<Finished> {
    const definition = this.state.definition(draft.instrument, draft.version);
    const enrolment = this.state.enrolment.value;
    const door = definition && walk(definition, draft.answers, this.moment(), this.chance).door;
    if (!door || !enrolment) throw new Error('not at the danger door');
    const at = this.ports.now();
    const place = coarser(draft.place, enrolment.scope.place, (code) => this.state.places.value.get(code));
    const consentVersion = this.state.programme.value?.consent.version ?? '1';
    const body = makeCall(draft, {
      door: door.name,
      enrolment,
      place,
      consentVersion,
      language: this.state.language.value,
      at: new Date(at),
    });
    const entry = await makeEntry(this.newId(), 1, body);
    const { bytes: letter } = await this.letters().entry(entry);
    const { id, rev, digest } = entry;
    const held = {
      id,
      rev,
      finishedAt: at,
      size: sizeOf(entry.body),
      sentAt: null,
      position: null,
      safe: false,
      outcome: null,
      faults: [],
      media: [],
      unanswered: true as const,
    };
    const said = {
      digest,
      body: entry.body,
      instrument: draft.instrument,
      version: draft.version,
      place,
      summary: '',
      media: [],
      danger: true as const,
    };
    return { held, said, letter: letter.buffer };
  }

  private async record(draft: Draft): Promise<Finished> {
    const definition = this.state.definition(draft.instrument, draft.version);
    const enrolment = this.state.enrolment.value;
    if (!definition || !enrolment || !draft.consent) throw new Error('not ready to finish');
    const at = this.ports.now();
    const body = makeBody(draft, definition, enrolment, new Date(at));
    if (lacksConsent(body, this.state.programme.value)) throw new ConsentError();
    const projectTitle = (id: string): string => this.state.projects.value.find((one) => one.id === id)?.title ?? '';
    const entry = await makeEntry(draft.id, draft.rev, body);
    const { bytes: letter } = await this.letters().entry(entry);
    return {
      held: {
        id: entry.id,
        rev: entry.rev,
        finishedAt: at,
        size: sizeOf(entry.body),
        sentAt: null,
        position: null,
        safe: false,
        outcome: null,
        faults: [],
        media: body.media.map(({ sha256: hash, type, bytes }) => ({ sha256: hash, type, bytes })),
        ...(isPrompt(draft) ? { unanswered: true as const } : {}),
      },
      said: {
        digest: entry.digest,
        body: entry.body,
        instrument: draft.instrument,
        version: body.instrument_version,
        place: body.place,
        summary: summarise(definition, body.answers, this.state.language.value, projectTitle),
        media: body.media,
      },
      letter: letter.buffer,
    };
  }
}

/** Rejects with CaptureError before anything is begun that would not fit. */
export async function roomFor({ device }: Ports, bytes: number): Promise<void> {
  const { freeBytes } = await device.room();
  if (!fits(freeBytes, bytes)) throw new CaptureError('no-space');
}

/** A full disk, in the words of the app. What was kept before is untouched. */
export function noSpace(error: unknown): never {
  if ((error as DOMException).name !== 'QuotaExceededError') throw error;
  sawFull();
  throw new CaptureError('no-space');
}
