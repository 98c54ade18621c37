// From a first answer to a finished record. Every change is on the disk before its promise resolves.

import { timesOf, withAnswer, withoutTime } from '../domain/answers';
import { sawFull } from '../device/room';
import { CaptureError, StorageError } from '../domain/failure';
import { firstAnswers, firstOfTime, walk } from '../domain/form';
import type { Chance, Moment, Walk } from '../domain/form';
import { fits } from '../domain/room';
import { allWellFormed } from '../domain/text';
import { localTime, sha256, uuid7 } from '../domain/record';
import type { Answers, Body, Definition, Draft, MediaRef } from '../domain/types';
import { ItemSealer } from '../bundle/sealed-items';
import type { Drafts, Made } from '../storage/drafts';
import type { Outbox } from '../storage/outbox';
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

  /** The danger door at which this draft is. */
  doorOf(draft: Draft): Walk['door'] {
    const definition = this.state.definition(draft.instrument, draft.version);
    return definition ? walk(definition, draft.answers, this.moment(), this.chance).door : undefined;
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
    const { place, answers, mode, consent, media, code } = JSON.parse(last.body) as Body;
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
      code,
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
      changedAt: Math.max(at, draft.changedAt + 1), // distinguishes two changes of one millisecond
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

  /** One time of a repeat less; what came after it moves up. */
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

  async delete(draftId: string): Promise<void> {
    await this.drafts.delete(draftId);
    await this.outbox.sweep().catch(() => undefined); // its media go with the next one
    await this.state.changed(['drafts']);
  }

  /** Stores bytes as the answer to a question, and deletes the recording they were made of. */
  async attach(
    draftId: string,
    question: string,
    bytes: ArrayBuffer,
    type: string,
    recording?: string,
  ): Promise<MediaRef> {
    const ref: MediaRef = { sha256: await sha256(bytes), type, bytes: bytes.byteLength, question };
    const { bytes: item, own } = await this.sealer().medium(ref.sha256, type, bytes);
    const about = { uploadUrl: null, sentAt: null, sealed: await sha256(item) };
    const medium = { sha256: ref.sha256, type, size: item.length, madeAt: this.ports.now(), ...about };
    await this.change(
      draftId,
      (draft) => ({ answers: this.with(draft, question, ref.sha256), media: { ...draft.media, [question]: ref } }),
      { medium, item: item.buffer, own, recording },
    );
    return ref;
  }

  /** Who writes to the programme from here. */
  sealer(): ItemSealer {
    const { enrolment, programme } = this.state;
    if (!enrolment.value) throw new Error('not enrolled');
    // The programme's row has the newest key; the enrolment, that of the day on which it was made.
    return ItemSealer.of(enrolment.value, programme.value?.public_key ?? enrolment.value.programme.public_key);
  }
}

/** Rejects with CaptureError before anything is begun that would not fit. */
export async function roomFor({ device }: Ports, bytes: number): Promise<void> {
  const { freeBytes } = await device.room();
  if (!fits(freeBytes, bytes)) throw new CaptureError('no-space');
}

/** A full disk, in the words of the app. What was stored before is untouched. */
export function noSpace(error: unknown): never {
  if ((error as DOMException).name !== 'QuotaExceededError') throw error;
  sawFull();
  throw new CaptureError('no-space');
}
