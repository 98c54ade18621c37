// What the screens see: signals, read from storage. Nothing here is the truth; it is a picture of it, taken anew when
// something changed, in this tab or in another.

import { signal } from '@preact/signals';
import type { Definition } from '../domain/definition';
import { oldest } from '../domain/age';
import { isAside } from '../domain/aside';
import type { PlaceReply, RepliesSeen } from '../domain/place-reply';
import { isPrompt } from '../domain/prompt';
import type { StorageFault } from '../domain/failure';
import type { Sheet } from '../domain/prompt';
import { TRUSTED, trustedForm } from '../domain/trusted';
import { PlaceIndex } from '../domain/places';
import { firstSpoken } from '../i18n/words';
import { recordViews } from '../domain/receipt';
import { ERASED } from '../domain/states';
import type {
  Draft,
  Enrolment,
  OpenedEntry,
  Place,
  Programme,
  Project,
  RecordTimeline,
  RecordView,
  Term,
  CodeStatus,
} from '../domain/types';
import { definitionKey } from '../storage/database';
import type { Drafts } from '../storage/drafts';
import type { Outbox } from '../storage/outbox';
import type { Shared } from '../storage/shared';
import { isUnsent, mediaLeft } from '../sync/outbox';
import type { MediumHead } from '../sync/ports';
import type { CarriedFile, ProfileView, StorageStatus, SyncStatus } from './app';

/** What changed: a kind of row, or `drafts`, `entries`; `*` is everything. */
export type What = string;

function carriedFile({ sha256, size, sentAt, carried }: MediumHead): CarriedFile | null {
  return carried ? { sha256, size, sent: sentAt !== null, state: null, kept: 0, damaged: 0, ...carried } : null;
}

function byCode(rows: CodeStatus[]): Map<string, CodeStatus[]> {
  const found = new Map<string, CodeStatus[]>();
  for (const row of rows) found.set(row.code, [...(found.get(row.code) ?? []), row]);
  return found;
}

export class State {
  readonly ready = signal(false);
  readonly enrolment = signal<Enrolment | null>(null);
  readonly programme = signal<Programme | null>(null);
  readonly instruments = signal<Definition[]>([]);
  readonly projects = signal<Project[]>([]);
  readonly reasons = signal<Term[]>([]);
  readonly domains = signal<Term[]>([]);
  readonly placeLevels = signal<Term[]>([]);
  readonly drafts = signal<Draft[]>([]);
  readonly records = signal<RecordView[]>([]);
  /** How many records of this person were erased at the Lab on request. */
  readonly erased = signal(0);
  readonly storage = signal<StorageStatus>({ usedBytes: null, freeBytes: null, persisted: false });
  readonly updateReady = signal(false);
  readonly opensOffline = signal(true);
  readonly language = signal('fr');
  readonly voices = signal<readonly string[]>([]);
  readonly earFirst = signal(false);
  readonly places = signal(new PlaceIndex([]));
  readonly carried = signal<CarriedFile[]>([]);
  readonly recent = signal<string[]>([]);
  /** Who has a place on this phone; the one who is here now. */
  readonly profiles = signal<ProfileView[]>([]);
  readonly here = signal<string | null>(null);
  /** What is finished in places that nobody can open any more. */
  readonly stray = signal<{ unsent: number; media: number }>({ unsent: 0, media: 0 });
  /** Why nothing can be read or stored at all. */
  readonly fault = signal<StorageFault | null>(null);
  /** What is recorded of forms, as it came down. */
  readonly sheets = signal<Sheet[]>([]);
  /** What was recorded of forms on this phone: stored and sent as records are, and no record for those who look. */
  readonly prompts = signal<OpenedEntry[]>([]);
  /** "You said, we did", as it came down. */
  readonly placeReplies = signal<PlaceReply[]>([]);
  /** The forms of what is nobody's form, by name: they come with the screens that ask. */
  asideForms: Record<string, Definition> = {};
  readonly repliesSeen = signal<RepliesSeen>({});
  readonly sync = signal<SyncStatus>({
    phase: 'idle',
    reason: null,
    nextAt: null,
    lastSuccessAt: null,
    unsent: 0,
    oldestUnsentAt: null,
    mediaLeft: 0,
    mediaBytesLeft: 0,
    monthBytes: 0,
  });

  private stores: { outbox: Outbox; drafts: Drafts } | null = null;
  private entries: OpenedEntry[] = [];
  private timelines = new Map<string, RecordTimeline>();
  /** The statuses of each code: indexed when the first is asked for, and anew after rows of them came. */
  private statuses: Promise<Map<string, CodeStatus[]>> | null = null;
  private definitions = new Map<string, Definition>();
  private readonly others = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('echo');

  constructor(private readonly shared: Shared) {
    if (this.others) this.others.onmessage = ({ data }: MessageEvent<What[]>) => void this.read(data);
  }

  /** From here on somebody is here, and what is theirs is seen. */
  open(stores: { outbox: Outbox; drafts: Drafts }): void {
    this.stores = stores;
  }

  status(change: Partial<SyncStatus>): void {
    this.sync.value = { ...this.sync.value, ...change };
  }

  /** What was chosen on this phone. */
  async readSettings(browserLanguage: string): Promise<void> {
    const { shared } = this;
    this.earFirst.value = (await shared.setting('earFirst')) ?? false;
    this.language.value = firstSpoken([(await shared.setting('language')) ?? browserLanguage]);
  }

  /** Who is here, the language they speak, and where they were of late. */
  async readPerson({ outbox }: { outbox: Outbox }): Promise<void> {
    this.enrolment.value = (await outbox.secret('enrolment')) ?? null;
    this.recent.value = (await outbox.secret('recentPlaces')) ?? [];
    this.repliesSeen.value = (await outbox.secret('repliesSeen')) ?? this.repliesSeen.value;
    const spoken = (await outbox.meta('language')) ?? this.enrolment.value?.person.language;
    if (spoken) this.language.value = firstSpoken([spoken]);
    this.status({ lastSuccessAt: (await outbox.meta('lastSuccessAt')) ?? null });
  }

  /** Shows what changed, here and in other tabs. */
  async changed(what: What[]): Promise<void> {
    await this.read(what);
    this.others?.postMessage(what);
  }

  /** A draft that was just written: shown without reading it again. */
  showDraft(draft: Draft): void {
    this.drafts.value = [draft, ...this.drafts.value.filter((one) => one.id !== draft.id)];
    this.others?.postMessage(['drafts']);
  }

  async read(what: What[]): Promise<void> {
    const has = (...kinds: What[]): boolean => what.includes('*') || kinds.some((kind) => what.includes(kind));
    if (!this.stores) return;
    const { outbox, drafts } = this.stores;
    if (has('drafts')) this.drafts.value = (await drafts.all()).sort((a, b) => b.changedAt - a.changedAt);
    if (has('enrolment')) this.enrolment.value = (await outbox.secret('enrolment')) ?? this.enrolment.value;
    if (has('programme')) this.programme.value = (await outbox.rows<Programme>('programme'))[0] ?? null;
    if (has('instrument')) await this.readInstruments(outbox);
    if (has('project')) this.projects.value = await outbox.rows<Project>('project');
    if (has('vocabulary')) await this.readWords(outbox);
    if (has('record'))
      this.timelines = new Map((await outbox.rows<RecordTimeline>('record')).map((one) => [one.id, one]));
    if (has('record'))
      this.erased.value = Array.from(this.timelines.values()).filter((one) => one.state === ERASED).length;
    if (has('entries', 'record')) await this.readRecords(outbox);
    if (has('carried', 'entries'))
      this.carried.value = (await outbox.mediaHeads()).flatMap((head) => carriedFile(head) ?? []);
    if (has('prompt')) this.sheets.value = await outbox.rows<Sheet>('prompt');
    if (has('reply')) this.placeReplies.value = await outbox.rows<PlaceReply>('reply');
    if (has('fate')) this.statuses = null;
    if (has('place')) this.places.value = new PlaceIndex(await outbox.rows<Place>('place'));
  }

  private async readInstruments(outbox: Outbox): Promise<void> {
    const all = await outbox.definitions();
    this.definitions = new Map(all.map((one) => [definitionKey(one.name, one.version), one]));
    this.instruments.value = await outbox.rows<Definition>('instrument');
  }

  private async readWords(outbox: Outbox): Promise<void> {
    const lists = await outbox.rows<{ name: string; terms: Term[] }>('vocabulary');
    const terms = (name: string): Term[] => lists.find((one) => one.name === name)?.terms ?? [];
    this.reasons.value = terms('reasons');
    this.domains.value = terms('domains');
    this.placeLevels.value = terms('place_levels');
  }

  private async readRecords(outbox: Outbox): Promise<void> {
    const [entries, heads] = await Promise.all([outbox.openedEntries(), outbox.mediaHeads()]);
    this.entries = entries;
    const left = mediaLeft(entries, heads);
    this.prompts.value = entries.filter(isPrompt);
    this.records.value = recordViews(
      entries.filter((one) => !isAside(one) && !one.danger),
      this.timelines,
      new Set(left.map((one) => one.sha256)),
    );
    const unsent = entries.filter(isUnsent);
    this.status({
      unsent: unsent.length,
      oldestUnsentAt: oldest(unsent),
      mediaLeft: left.length,
      mediaBytesLeft: left.reduce((sum, one) => sum + one.size, 0),
    });
  }

  definition(instrument: string, version?: string): Definition | null {
    const aside = this.asideForms[instrument];
    if (aside) return aside;
    if (instrument === TRUSTED) return trustedForm(this.programme.value);
    const current = this.instruments.value.find((one) => one.name === instrument) ?? null;
    if (version === undefined || current?.version === version) return current;
    return this.definitions.get(definitionKey(instrument, version)) ?? current;
  }

  /** How far the records of this code came, as it came down. */
  async statusesOf(code: string): Promise<CodeStatus[]> {
    this.statuses ??= this.stores ? this.stores.outbox.rows<CodeStatus>('fate').then(byCode) : null;
    return (await this.statuses)?.get(code) ?? [];
  }

  draft(id: string): Draft | null {
    return this.drafts.value.find((one) => one.id === id) ?? null;
  }

  /** The latest revision of a record that is stored here. */
  latest(recordId: string): OpenedEntry | undefined {
    return this.entries.filter((one) => one.id === recordId).sort((a, b) => b.rev - a.rev)[0];
  }
}
