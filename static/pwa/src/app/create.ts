// Makes the app: reads what is stored, offers it as signals, and turns what people do into durable changes.

import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { listen } from '../device/recorder';
import * as device from '../device/phone';
import { locate } from '../device/position';
import { shrink } from '../device/photo';
import type { Definition } from '../domain/definition';
import { choiceLabel } from '../domain/form';
import { recordViews } from '../domain/receipt';
import { hex, makeBody, makeEntry, sha256, uuid7 } from '../domain/record';
import { PlaceIndex } from '../domain/places';
import type { Body, BoardNeed, Draft, Enrolment, Kept, MediaRef, Place, Programme, Project, RecordFate, RecordView, Term } from '../domain/types';
import * as wire from '../net/exchange';
import { NetError } from '../net/http';
import { send } from '../net/tus';
import { openDatabase } from '../storage/database';
import type { Row } from '../storage/database';
import { Outbox } from '../storage/outbox';
import { mediaToSend } from '../sync/outbox';
import { Runner } from '../sync/runner';
import { CaptureError } from './app';
import type { App, EnrolResult, Recording, StorageStatus, SyncStatus } from './app';

const EVERY_MS = 5 * 60 * 1000;
const RECENT = 6;

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));
const newId = (): string => uuid7(Date.now(), random(10));

class EchoApp implements App {
  readonly ready = signal(false);
  readonly enrolment: Signal<Enrolment | null> = signal(null);
  readonly programme: Signal<Programme | null> = signal(null);
  readonly instruments: Signal<Definition[]> = signal([]);
  readonly projects: Signal<Project[]> = signal([]);
  readonly reasons: Signal<Term[]> = signal([]);
  readonly domains: Signal<Term[]> = signal([]);
  readonly board: Signal<BoardNeed[]> = signal([]);
  readonly drafts: Signal<Draft[]> = signal([]);
  readonly records: Signal<RecordView[]> = signal([]);
  readonly storage: Signal<StorageStatus> = signal({ usedBytes: null, freeBytes: null, persisted: false });
  readonly updateReady = signal(false);
  readonly appVersion = __VERSION__;
  readonly language = signal(navigator.language.slice(0, 2) === 'en' ? 'en' : 'fr');
  readonly photosWait = signal(false);
  readonly sync: Signal<SyncStatus> = signal({
    phase: 'idle', reason: null, nextAt: null, lastSuccessAt: null, unsent: 0, oldestUnsentAt: null, mediaLeft: 0,
    mediaBytesLeft: 0, monthBytes: 0,
  });

  private places = new PlaceIndex([]);
  private recent: string[] = [];
  private kept: Kept[] = [];
  private fates = new Map<string, RecordFate>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private update: () => void = () => location.reload();
  private readonly others = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('echo');
  private readonly runner: Runner;
  private pendingBytes = 0;

  constructor(private readonly box: Outbox) {
    this.runner = new Runner({
      storage: box as Outbox,
      net: { exchange: wire.exchange, send },
      now: Date.now,
      chance: Math.random,
      nonce: () => hex(random(12)),
      health: async (unsent, mediaBytes) => ({
        unsent: unsent.length,
        oldest_unsent_at: unsent.length ? new Date(Math.min(...unsent.map((one) => one.finishedAt))).toISOString() : null,
        media_pending_bytes: mediaBytes,
        free_bytes: this.storage.value.freeBytes,
        persisted: this.storage.value.persisted,
        app_version: this.appVersion,
      }),
      alone: device.alone,
      mayGo: (type) => !this.photosWait.value || !type.startsWith('image/') || !device.costsData(),
      onChange: () => this.reload(),
      onPhase: (phase) => this.status({ phase }),
      onBytes: (count) => (this.pendingBytes += count),
      onEnd: (end) => void this.ended(end),
    });
    if (this.others) this.others.onmessage = () => void this.reload({ tell: false });
  }

  /** Reads what is stored, mends what a kill left open, then starts to look for chances to sync. */
  async start(): Promise<void> {
    this.enrolment.value = (await this.box.meta('enrolment')) ?? null;
    this.recent = (await this.box.meta('recentPlaces')) ?? [];
    this.photosWait.value = (await this.box.meta('photosWait')) ?? false;
    this.language.value = (await this.box.meta('language')) ?? this.enrolment.value?.person.language ?? this.language.value;
    await this.countBytes();
    await this.recover();
    await this.reload({ tell: false });
    this.ready.value = true;
    device.onChances(() => void this.syncNow());
    if (this.enrolment.value) void this.syncNow();
    void this.lookAtStorage();
    const offline = (): void => void device.keepOffline((apply) => {
      this.update = apply;
      this.updateReady.value = true;
    });
    if (document.readyState === 'complete') offline();
    else addEventListener('load', offline);
  }

  async enrol(code: string): Promise<EnrolResult> {
    try {
      const { epoch: _, ...enrolment } = await wire.enrol(code.trim(), { ...device.describe(), app_version: this.appVersion });
      await this.box.enrol(enrolment);
      this.enrolment.value = enrolment;
      await this.syncNow();
      return { ok: true };
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      if (error.code === 'unknown-code' || error.reason === 'rejected') return { ok: false, reason: 'unknown-code' };
      const known = ['slow-down', 'offline', 'portal'].includes(error.reason);
      return { ok: false, reason: (known ? error.reason : 'server') as 'offline' };
    }
  }

  definition(instrument: string, version?: string): Definition | null {
    const current = this.instruments.value.find((one) => one.name === instrument) ?? null;
    if (version === undefined || current?.version === version) return current;
    return this.older.get(`${instrument} ${version}`) ?? current;
  }

  /** Definitions that drafts and records here still name. They came as rows and are kept beside the newer ones. */
  private older = new Map<string, Definition>();

  searchPlaces(text: string, limit = 30): Place[] {
    return this.places.search(text, limit);
  }

  place(code: string): Place | null {
    return this.places.get(code);
  }

  recentPlaces(): Place[] {
    return this.recent.map((code) => this.places.get(code)).filter(Boolean) as Place[];
  }

  draft(id: string): Draft | null {
    return this.drafts.value.find((one) => one.id === id) ?? null;
  }

  async startDraft(instrument: string): Promise<string> {
    const definition = this.definition(instrument);
    if (!definition) throw new Error(`no instrument ${instrument}`);
    const draft = this.newDraft(newId(), 1, instrument, definition.version);
    await this.save(draft);
    return draft.id;
  }

  private newDraft(id: string, rev: number, instrument: string, version: string): Draft {
    return {
      id, rev, instrument, version, place: this.recentPlaces()[0]?.code ?? null, answers: {}, mode: 'assisted', consent: null,
      media: {}, replyTo: null, replyText: '', startedAt: Date.now(), changedAt: Date.now(), spentMs: 0,
    };
  }

  async startCorrection(recordId: string): Promise<string> {
    const open = this.draft(recordId);
    if (open) return open.id;
    const last = this.latest(recordId);
    if (!last) throw new Error(`no record ${recordId}`);
    const body = JSON.parse(last.body) as Body;
    const view = this.records.value.find((one) => one.id === recordId);
    const media: Draft['media'] = {};
    for (const one of body.media) media[one.question] = one;
    await this.save({
      ...this.newDraft(recordId, last.rev + 1, body.instrument, this.definition(body.instrument)?.version ?? body.instrument_version),
      place: body.place, answers: body.answers, mode: body.mode, consent: body.consent, media,
      replyTo: view?.question?.id ?? null,
    });
    return recordId;
  }

  private latest(recordId: string): Kept | undefined {
    return this.kept.filter((one) => one.id === recordId).sort((a, b) => b.rev - a.rev)[0];
  }

  async setAnswer(draftId: string, question: string, value: unknown): Promise<void> {
    await this.change(draftId, (draft) => {
      const answers = { ...draft.answers };
      if (value === undefined) delete answers[question];
      else answers[question] = value as Draft['answers'][string];
      return { answers };
    });
  }

  async setPlace(draftId: string, code: string): Promise<void> {
    await this.change(draftId, () => ({ place: code }));
    this.recent = [code, ...this.recent.filter((one) => one !== code)].slice(0, RECENT);
    await this.box.setMeta('recentPlaces', this.recent);
  }

  setMode(draftId: string, mode: Draft['mode']): Promise<void> {
    return this.change(draftId, () => ({ mode }));
  }

  setConsent(draftId: string, consent: Draft['consent']): Promise<void> {
    return this.change(draftId, () => ({ consent }));
  }

  setReply(draftId: string, text: string): Promise<void> {
    return this.change(draftId, () => ({ replyText: text }));
  }

  /** Changes are written one after another: two quick answers must not overwrite each other. */
  private queue: Promise<unknown> = Promise.resolve();

  private change(draftId: string, how: (draft: Draft) => Partial<Draft>): Promise<void> {
    const done = this.queue.then(async () => {
      const draft = this.draft(draftId);
      if (!draft) throw new Error(`no draft ${draftId}`);
      const now = Date.now();
      // Time spent elsewhere is not time spent answering.
      const spentMs = draft.spentMs + Math.min(now - draft.changedAt, 120000);
      await this.save({ ...draft, ...how(draft), changedAt: now, spentMs });
    });
    this.queue = done.catch(() => undefined);
    return done;
  }

  private async save(draft: Draft): Promise<void> {
    await this.box.saveDraft(draft);
    this.showDraft(draft);
  }

  private showDraft(draft: Draft): void {
    this.drafts.value = [draft, ...this.drafts.value.filter((one) => one.id !== draft.id)];
    this.others?.postMessage('changed');
  }

  async deleteDraft(id: string): Promise<void> {
    await this.box.deleteDraft(id, this.mediaInUse(id));
    await this.reload();
  }

  /** Hashes that records, or drafts other than this one, speak of. */
  private mediaInUse(exceptDraft: string): Set<string> {
    const records = this.kept.map((one) => one.media);
    const drafts = this.drafts.value.filter((one) => one.id !== exceptDraft).map((one) => Object.values(one.media));
    return new Set([...records, ...drafts].reduce((all, some) => all.concat(some), []).map((one) => one.sha256));
  }

  async finish(draftId: string): Promise<string> {
    await this.queue;
    const draft = this.draft(draftId);
    const enrolment = this.enrolment.value;
    const definition = draft && this.definition(draft.instrument, draft.version);
    if (!draft || !enrolment || !definition || !draft.consent) throw new Error('not ready to finish');
    const body = makeBody(draft, definition, enrolment, new Date());
    const entry = await makeEntry(draft.id, draft.rev, body);
    await this.box.finish(draftId, {
      ...entry,
      finishedAt: Date.now(),
      instrument: draft.instrument,
      place: body.place,
      summary: summaryOf(body, definition),
      sentAt: null,
      position: null,
      safe: false,
      outcome: null,
      faults: [],
      media: body.media,
    });
    await this.reload();
    void device.persist().then(() => this.lookAtStorage());
    void device.wakeWhenOnline();
    void this.syncNow();
    return draft.id;
  }

  async attachPhoto(draftId: string, question: string, file: Blob): Promise<MediaRef> {
    const photo = await shrink(file);
    return this.attach(draftId, question, await photo.arrayBuffer(), photo.type);
  }

  private async attach(draftId: string, question: string, bytes: ArrayBuffer, type: string, recording?: string): Promise<MediaRef> {
    const ref: MediaRef = { sha256: await sha256(bytes), type, bytes: bytes.byteLength, question };
    const medium = { sha256: ref.sha256, type, bytes, size: ref.bytes, madeAt: Date.now(), uploadUrl: null, sentAt: null };
    const done = this.queue.then(async () => {
      const draft = this.draft(draftId);
      if (!draft) throw new Error(`no draft ${draftId}`);
      const answers = { ...draft.answers, [question]: ref.sha256 };
      const changed: Draft = { ...draft, answers, media: { ...draft.media, [question]: ref }, changedAt: Date.now() };
      await this.box.attach(changed, medium, recording).catch((error: DOMException) => {
        throw error.name === 'QuotaExceededError' ? new CaptureError('no-space') : error;
      });
      this.showDraft(changed);
      return ref;
    });
    this.queue = done.catch(() => undefined);
    return done;
  }

  async startVoice(draftId: string, question: string): Promise<Recording> {
    const id = newId();
    const startedAt = Date.now();
    let known = false;
    const microphone = await listen(async (bytes, n) => {
      if (!known) {
        known = true;
        await this.box.startRecording({ id, draft: draftId, question, type: microphone?.type ?? 'audio/webm', startedAt });
      }
      await this.box.addChunk(id, n, bytes);
    });
    const seconds = signal(0);
    const level = signal(0);
    const ticking = setInterval(() => {
      seconds.value = Math.floor((Date.now() - startedAt) / 1000);
      level.value = microphone.level();
    }, 100);
    const end = async (): Promise<void> => {
      clearInterval(ticking);
      await microphone.stop();
    };
    return {
      seconds,
      level,
      stop: async () => {
        await end();
        return this.attach(draftId, question, await this.box.heard(id), microphone.type, id);
      },
      cancel: async () => {
        await end();
        await this.box.forgetRecording(id);
      },
    };
  }

  /** Recordings that a kill cut off: what was heard until then becomes the answer, if there is none yet. */
  private async recover(): Promise<void> {
    this.drafts.value = await this.box.drafts();
    for (const one of await this.box.recordings()) {
      const draft = this.draft(one.draft);
      const bytes = await this.box.heard(one.id);
      if (draft && bytes.byteLength && draft.answers[one.question] === undefined) {
        await this.attach(one.draft, one.question, bytes, one.type, one.id);
      } else {
        await this.box.forgetRecording(one.id);
      }
    }
  }

  async removeMedia(draftId: string, question: string): Promise<void> {
    await this.change(draftId, (draft) => {
      const [answers, media] = [{ ...draft.answers }, { ...draft.media }];
      delete answers[question];
      delete media[question];
      return { answers, media };
    });
  }

  async mediaUrl(hash: string): Promise<string | null> {
    const medium = await this.box.medium(hash);
    return medium ? URL.createObjectURL(new Blob([medium.bytes], { type: medium.type })) : null;
  }

  async answersOf(recordId: string): Promise<{ definition: Definition | null; answers: Record<string, unknown>; media: MediaRef[] } | null> {
    const last = this.latest(recordId);
    if (!last) return null;
    const body = JSON.parse(last.body) as Body;
    return { definition: this.definition(body.instrument, body.instrument_version), answers: body.answers, media: body.media };
  }

  locate(onFix: Parameters<App['locate']>[0], timeoutMs = 60000): ReturnType<App['locate']> {
    return locate(onFix, timeoutMs);
  }

  async setLanguage(code: string): Promise<void> {
    this.language.value = code;
    await this.box.setMeta('language', code);
  }

  async setPhotosWait(on: boolean): Promise<void> {
    this.photosWait.value = on;
    await this.box.setMeta('photosWait', on);
    if (!on) void this.syncNow();
  }

  async syncNow(): Promise<void> {
    if (!this.enrolment.value) return;
    clearTimeout(this.timer);
    await this.runner.run();
  }

  applyUpdate(): void {
    this.update();
  }

  private status(change: Partial<SyncStatus>): void {
    this.sync.value = { ...this.sync.value, ...change };
  }

  private async ended({ reason, nextInMs }: { reason: SyncStatus['reason']; nextInMs: number | null }): Promise<void> {
    await this.countBytes();
    const wait = reason === null ? EVERY_MS : nextInMs;
    const lastSuccessAt = (await this.box.meta('lastSuccessAt')) ?? null;
    this.status({ phase: reason === null ? 'idle' : 'waiting', reason, lastSuccessAt, nextAt: wait === null ? null : Date.now() + wait });
    if (wait !== null) this.timer = setTimeout(() => void this.syncNow(), wait);
    void this.lookAtStorage();
  }

  private async countBytes(): Promise<void> {
    const month = new Date().toISOString().slice(0, 7);
    const bytes = (await this.box.meta('bytes')) ?? {};
    const added = this.pendingBytes;
    this.pendingBytes = 0;
    const total = (bytes[month] ?? 0) + added;
    if (added) await this.box.setMeta('bytes', { ...bytes, [month]: total });
    this.status({ monthBytes: total });
  }

  private async lookAtStorage(): Promise<void> {
    this.storage.value = await device.room();
  }

  /** Reads everything anew and shows it. Other tabs are told, unless it was they who told us. */
  private async reload({ tell = true } = {}): Promise<void> {
    const [rows, kept, heads, drafts] = await Promise.all([this.box.rows(), this.box.entries(), this.box.mediaHeads(), this.box.drafts()]);
    this.kept = kept;
    this.showRows(rows);
    this.drafts.value = drafts.sort((a, b) => b.changedAt - a.changedAt);
    const unsentMedia = new Set(heads.filter((one) => one.sentAt === null).map((one) => one.sha256));
    this.records.value = recordViews(kept, this.fates, unsentMedia);
    const unsent = kept.filter((one) => one.sentAt === null);
    const waiting = new Set(mediaToSend(kept.map((one) => ({ ...one, sentAt: 1 })), heads));
    const media = heads.filter((one) => waiting.has(one.sha256));
    this.status({
      unsent: unsent.length,
      oldestUnsentAt: unsent.length ? Math.min(...unsent.map((one) => one.finishedAt)) : null,
      mediaLeft: media.length,
      mediaBytesLeft: media.reduce((sum, one) => sum + one.size, 0),
    });
    if (tell) this.others?.postMessage('changed');
  }

  private showRows(rows: Row[]): void {
    const of = <Kind>(kind: string): Kind[] => rows.filter((row) => row.kind === kind).map((row) => row.body as Kind);
    for (const one of this.instruments.value) this.older.set(`${one.name} ${one.version}`, one);
    this.programme.value = of<Programme>('programme')[0] ?? null;
    this.instruments.value = of<Definition>('instrument');
    this.projects.value = of<Project>('project');
    this.board.value = of<BoardNeed>('need');
    const words = of<{ name: string; terms: Term[] }>('vocabulary');
    this.reasons.value = words.find((one) => one.name === 'reasons')?.terms ?? [];
    this.domains.value = words.find((one) => one.name === 'domains')?.terms ?? [];
    this.fates = new Map(of<RecordFate>('record').map((one): [string, RecordFate] => [one.id, one]));
    const places = of<Place>('place');
    if (places.length !== this.places.size || rows.length === 0) this.places = new PlaceIndex(places);
  }
}

/** A few words that tell a record from others in a list: what was chosen first, or the first words written. */
function summaryOf(body: Body, definition: Definition): string {
  const words: string[] = [];
  for (const name of ['domaine', 'tuile', 'emotion', 'projet']) {
    const answer = body.answers[name];
    if (typeof answer === 'string') words.push(choiceLabel(definition, name, answer, body.consent.language) || answer);
  }
  const text = body.answers['texte'];
  if (typeof text === 'string') words.push(text);
  return words.join(' · ').slice(0, 120);
}

/** The app on this phone. `ready` turns true when what is stored has been read. */
export async function createApp(): Promise<App> {
  const database = await openDatabase('echo', () => location.reload());
  const app = new EchoApp(new Outbox(database));
  void app.start();
  return app;
}
