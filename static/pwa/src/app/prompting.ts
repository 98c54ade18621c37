// The voices of forms: which recording is played, recording them, and fetching those of the language somebody listens in.

import { computed, effect, signal } from '@preact/signals';
import { playSound } from '../device/sound';
import type { Definition, Translations } from '../domain/definition';
import { parts } from '../domain/parts';
import { PROMPT, SOUND, draftOf, recorded, recordingOf } from '../domain/prompt';
import type { Saying } from '../domain/prompt';
import { TRUSTED } from '../domain/trusted';
import type { Draft } from '../domain/types';
import { fetchAskedVoice, fetchFormMedium } from '../net/form-media';
import type { Fetched } from '../net/form-media';
import { askedVoice, keepAskedVoice, sweepAskedVoices } from '../storage/asked-voices';
import { deleteFormMedium, formMedium, storedFormMedia, keepFormMedium } from '../storage/form-media';
import type { Prompts, Say } from './app';
import { Finishing } from './finishing';
import type { Ports } from './ports';
import type { Session } from './session';
import type { State } from './state';
import type { AppThrift } from './thrift';
import type { SettingStore } from '../storage/shared';

/** Its ports beside the app's: the browser's, or a test's. */
const BROWSER = {
  fetch: fetchFormMedium,
  keep: keepFormMedium,
  read: formMedium,
  list: storedFormMedia,
  delete: deleteFormMedium,
  play: playSound,
  fetchAsked: fetchAskedVoice,
  keepAsked: keepAskedVoice,
  readAsked: askedVoice,
  sweepAsked: sweepAskedVoices,
};
export type Sounds = typeof BROWSER;
/** What it needs of somebody who is here. */
type Here = Pick<Session, 'place' | 'outbox' | 'drafts' | 'drafting' | 'syncing'>;

export class Prompting implements Omit<Prompts, 'voices'> {
  readonly language = signal<string | null>(null);
  readonly stored = signal<ReadonlySet<string>>(new Set());
  private fetching = false;
  /** What the server did not give out: not asked for again until the app is started anew. */
  private readonly gone = new Set<string>();

  constructor(
    private readonly ports: Ports,
    private readonly state: State,
    private readonly shared: SettingStore,
    private readonly thrift: Pick<AppThrift, 'waits' | 'spending' | 'keep'>,
    private readonly session: () => Here | null,
    private readonly sounds: Sounds = BROWSER,
  ) {}

  /** From now on fetches what is needed, each time there may be something new. */
  async start(): Promise<void> {
    this.language.value = (await this.shared.setting('listening')) ?? null;
    this.stored.value = new Set(await this.sounds.list().catch(() => []));
    const { state } = this;
    let before: unknown[] = [];
    effect(() => {
      const now = [
        state.sync.value.lastSuccessAt,
        this.isSending(),
        state.sheets.value,
        state.instruments.value,
        state.placeReplies.value,
        state.records.value,
        state.earFirst.value,
        state.language.value,
        this.language.value,
      ];
      if (now.every((one, at) => one === before[at])) return;
      before = now;
      setTimeout(() => void this.lookAgain());
    });
  }

  async listenIn(code: string | null): Promise<void> {
    this.language.value = code;
    await this.shared.set('listening', code);
  }

  private readonly known = computed(() =>
    recorded(this.state.sheets.value, this.state.prompts.value, this.ports.now()),
  );

  soundsOf(
    definition: Definition,
    language = this.language.value ?? this.state.language.value,
  ): (part: string) => string | undefined {
    const found = this.find(definition, language);
    return (part) => found(part)?.[0];
  }

  /** The sound of each part: a recording, else what came with the form. */
  private find(definition: Definition, language: string): (part: string) => [string, number] | undefined {
    const known = this.known.value;
    const shipped = new Map(parts(definition).map(({ key, sounds }): [string, Translations] => [key, sounds]));
    return (part) => {
      const sound = shipped.get(part)?.[language];
      return recordingOf(known, { instrument: definition.name, part, language }) ?? (sound ? [sound, 0] : undefined);
    };
  }

  async url(sha256: string): Promise<string | null> {
    const found =
      (await this.sounds.read(sha256)) ?? (await this.own(sha256)) ?? (await this.fetched(sha256).catch(() => null));
    return found && URL.createObjectURL(found);
  }

  private async own(sha256: string): Promise<Blob | null> {
    const here = this.session();
    if (!here) return null;
    if (this.askedSounds().includes(sha256)) return this.sounds.readAsked(here.place, sha256);
    const medium = await here.outbox.medium(sha256);
    return medium ? new Blob([medium.bytes], { type: medium.type }) : null;
  }

  private get here(): Here {
    const here = this.session();
    if (!here) throw new Error('locked');
    return here;
  }

  draft(saying: Saying): Draft | null {
    return draftOf(this.state.drafts.value, saying) ?? null;
  }

  async begin(saying: Saying, words: string): Promise<string> {
    const begun = this.draft(saying);
    if (begun) return begun.id;
    const { drafting } = this.here;
    const id = await drafting.start(PROMPT);
    const { instrument, part, language } = saying;
    await drafting.change(id, () => ({ answers: { instrument, part, language, words }, place: null, mode: 'alone' }));
    return id;
  }

  async keep(draftId: string): Promise<void> {
    const { programme, language } = this.state;
    const { drafting, outbox, syncing } = this.here;
    const sound = String(this.state.draft(draftId)?.answers[SOUND] ?? '');
    const consent = {
      version: programme.value?.consent.version ?? '1',
      language: language.value,
      given_by: 'tick' as const,
      attribution: 'anonymous' as const,
      uses: { keep: true, voice: true },
    };
    await drafting.change(draftId, () => ({ consent }));
    await new Finishing(this.ports, this.state, this.here).finish(draftId);
    const medium = await outbox.medium(sound);
    if (medium) await this.take(sound, medium.bytes, medium.type).catch(() => undefined); // it is in the outbox still
    void this.ports.device.wakeWhenOnline();
    void syncing.chance();
  }

  private async take(sha256: string, bytes: ArrayBuffer, type: string): Promise<void> {
    const mine = this.askedSounds().includes(sha256) && this.session();
    await (mine ? this.sounds.keepAsked(mine.place, sha256, { bytes, type }) : this.sounds.keep(sha256, bytes, type));
    this.stored.value = new Set([...Array.from(this.stored.value), sha256]);
  }

  private async fetched(sha256: string): Promise<Blob | null> {
    const medium = await this.ask(sha256);
    this.state.status({ monthBytes: await this.thrift.keep() });
    if (!medium) this.gone.add(sha256);
    else await this.take(sha256, medium.bytes, medium.type);
    return medium && new Blob([medium.bytes], { type: medium.type });
  }

  private async ask(sha256: string): Promise<Fetched | null> {
    const { count } = this.thrift.spending;
    if (!this.askedSounds().includes(sha256)) return this.sounds.fetch(sha256, count);
    const pass = await this.session()?.outbox.pass();
    return pass ? this.sounds.fetchAsked(sha256, count, pass.token) : null;
  }

  /** Lets go of what no form names any more, whatever the connection; then fetches what is needed. */
  private async lookAgain(): Promise<void> {
    const { state } = this;
    if (this.isSending() || !state.enrolment.value || state.sync.value.lastSuccessAt === null) return;
    await this.sweep().catch(() => undefined); // looked at again after the next exchange
    await this.fetchMissing();
  }

  /** Fetches what this person needs and is not here, small before large. What fails is tried again after the next
   * exchange; where the browser does not know Wi-Fi, what waits for it is not fetched. */
  private async fetchMissing(): Promise<void> {
    if (this.fetching || (this.thrift.waits.value.photos && this.ports.device.costsData() !== false)) return;
    this.fetching = true;
    try {
      for (const sha256 of this.wanted()) {
        if (this.isSending()) return;
        if (!this.stored.value.has(sha256) && !this.gone.has(sha256)) await this.fetched(sha256);
      }
    } catch {
      // No network, or no room: nothing depends on it.
    } finally {
      this.fetching = false;
    }
  }

  /** Records and media go first. */
  private isSending(): boolean {
    return ['exchanging', 'uploading'].includes(this.state.sync.value.phase);
  }

  /** Of what places are answered: whoever does not read has nothing else. */
  private replySounds(): string[] {
    return this.state.placeReplies.value.flatMap(({ sound }) => (sound ? [sound[0]] : []));
  }

  /** What reviewers asked aloud of records that wait for this person. */
  private askedSounds(): string[] {
    return this.state.records.value.flatMap(({ question }) => (question?.sound ? [question.sound[0]] : []));
  }

  /** Pictures first: a question may be nothing without them. Sounds of questions only when somebody listens. */
  private wanted(): string[] {
    const { instruments, language, earFirst } = this.state;
    const pictures = instruments.value
      .flatMap((one) => imagesOf(one, language.value))
      .concat(this.askedSounds(), this.replySounds());
    const listens = this.language.value ?? (earFirst.value ? language.value : null);
    if (listens === null) return pictures;
    const trusted = this.state.sheets.value
      .filter((one) => one.instrument === TRUSTED && one.language === listens)
      .flatMap(({ parts: all }) => Object.values(all));
    const sounds = instruments.value.flatMap((one) => {
      const found = this.find(one, listens);
      return parts(one)
        .map(({ key }) => found(key))
        .filter((each): each is [string, number] => !!each);
    });
    return [...pictures, ...[...sounds, ...trusted].sort((a, b) => a[1] - b[1]).map(([sha256]) => sha256)];
  }

  private async sweep(): Promise<void> {
    const { instruments } = this.state;
    const here = this.session();
    const asked = here ? await this.sounds.sweepAsked(here.place, this.askedSounds()) : [];
    this.stored.value = new Set([...Array.from(this.stored.value), ...asked]);
    if (!instruments.value.length) return;
    const named = new Set(
      Array.from(this.known.value.values())
        .map(([sha256]) => sha256)
        .concat(this.replySounds(), this.askedSounds()),
    );
    for (const one of instruments.value) for (const each of mediaOf(one)) named.add(each);
    for (const sha256 of Array.from(this.stored.value)) if (!named.has(sha256)) await this.sounds.delete(sha256);
    this.stored.value = new Set(Array.from(this.stored.value).filter((one) => named.has(one)));
  }

  /** Says one after the other: its recording, else by the phone's own voice, else not at all. */
  readonly say: Say = (spoken, language, onPart, sounds = []) => {
    const { device } = this.ports;
    if (!sounds.some(Boolean)) return device.sayAloud(spoken, language, onPart);
    let hush = (): void => undefined;
    let quiet = false;
    const from = async (index: number): Promise<void> => {
      if (quiet) return;
      if (index >= spoken.length) return finish();
      const next = (): void => void from(index + 1);
      const sound = sounds[index];
      const address = sound && this.stored.value.has(sound) ? await this.url(sound) : null;
      if (quiet) return address ? URL.revokeObjectURL(address) : undefined;
      if (address)
        hush = this.sounds.play(address, {
          onStart: () => onPart(index),
          onEnd: next,
          onFail: () => voice(index, next),
        });
      else voice(index, next);
    };
    const voice = (index: number, next: () => void): void => {
      if (quiet || !this.state.voices.value.includes(language.slice(0, 2))) return next();
      hush = device.sayAloud([spoken[index] as string], language, (at) => {
        if (!quiet) at < 0 ? next() : onPart(index);
      });
    };
    const finish = (): void => {
      if (!quiet) onPart(-1);
      quiet = true;
    };
    void from(0);
    return () => {
      finish();
      hush();
    };
  };
}

const imagesOf = (definition: Definition, language: string): string[] =>
  nodesOf(definition).flatMap(
    ({ images }) =>
      (images && (images[language] ?? images[definition.default_language] ?? Object.values(images)[0])) || [],
  );

const mediaOf = (definition: Definition): string[] =>
  nodesOf(definition).flatMap(({ images, sounds }) => [...Object.values(images || {}), ...Object.values(sounds || {})]);

/** Every question and choice of a form. */
function nodesOf({ questions }: Pick<Definition, 'questions'>): { images?: Translations; sounds?: Translations }[] {
  return questions.flatMap((node) => [node, ...(node.choices || []), ...nodesOf({ questions: node.children || [] })]);
}
