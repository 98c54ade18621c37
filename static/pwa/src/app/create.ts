import { faultOf } from '../domain/failure';
import type { Body } from '../domain/types';
import { lasting } from '../storage/connection';
import { Shared } from '../storage/shared';
import type { App } from './app';
import { askForHelp } from './danger';
import type { HeldPhotos } from './held-photos';
import type { Core } from './core';
import { AppPeople } from './people';
import { Profiles } from './profiles';
import { browser } from './ports';
import type { Ports } from './ports';
import { PromptsLater } from './prompts-later';
import { Current } from './session';
import { AppSettings } from './settings';
import { State } from './state';
import { Thrift } from './thrift';
import { Unwritten } from './unsaved';
import { keepVoices } from './voice';

const POSITION_MS = 60000;

type Late = typeof import('./late');

/** The app on this phone, and what comes `late`. Resolves when its storage is open; `ready` turns true when what is stored has been read.
 * Rejects when the browser gives no storage. */
export async function createApp(late: Promise<Late>, ports: Ports = browser(late)): Promise<App> {
  const { device } = ports;
  /** A newer page wants the databases, or somebody wants them gone: the last words first. */
  const wanted = async (): Promise<void> => {
    await unsaved.lastWords();
    device.reload();
  };
  const shared = new Shared(await lasting(() => ports.openShared((why) => (why === 'wanted' ? wanted() : undefined))));
  const state = new State(shared);
  const current = new Current();
  const unsaved = new Unwritten(state.drafts, (draftId, change) => current.here.drafting.keep(draftId, change));
  const { pending, under } = unsaved;
  const notes = unsaved.notes(shared);
  const thrift = new Thrift(ports, notes);
  const profiles = new Profiles(ports, state, shared, { wanted, broken: (fault) => (state.fault.value = fault) });
  /** What came with the screens behind the first one, on which photos are taken and voices recorded. */
  let behind: Late;
  const prompts = new PromptsLater(device.sayAloud);
  const core: Core = { ports, state, shared, notes, unsaved, thrift, profiles, current };
  const settings = new AppSettings(core);
  const people = new AppPeople(core, settings);

  const start = async (): Promise<void> => {
    await state.readSettings(device.browserLanguage());
    await thrift.read();
    await profiles.adopt();
    await profiles.look();
    void late.then((came) => {
      behind = came;
      unsaved.photos = new came.HeldPhotos(ports, unsaved);
      prompts.arrived(new came.Prompting(ports, state, notes, thrift, () => current.session));
    });
    state.ready.value = true;
    state.storage.value = await device.room();
    device.onVoices((languages) => (state.voices.value = languages));
    device.onClosing(() => unsaved.holdsBack);
    device.onLeaving(() => {
      void pending.saved().catch(() => undefined); // tried again when somebody looks
      const { unsent, mediaLeft } = state.sync.value;
      if (unsent || mediaLeft || state.profiles.value.some((one) => one.unsent || one.media))
        void device.wakeWhenOnline();
    });
    device.keepOffline((apply) => settings.offer(apply));
    device.keepWhole((whole) => (state.opensOffline.value = whole));
    device.onChances(() => void (current.session ? pending.saved().catch(() => undefined) : profiles.send()));
    if (!current.session) await profiles.send();
  };

  const app: App = {
    settings,
    people,
    unsaved,
    programme: state.programme,
    instruments: state.instruments,
    projects: state.projects,
    reasons: state.reasons,
    domains: state.domains,
    placeLevels: state.placeLevels,
    board: state.board,
    drafts: unsaved.changes.drafts,
    records: state.records,
    erased: state.erased,
    sync: state.sync,
    thrift: {
      waits: thrift.waits,
      voiceRate: thrift.voiceRate,
      spent: thrift.spent,
      tellsWifi: () => thrift.tellsWifi(),
      setVoiceRate: (rate) => thrift.setVoiceRate(rate),
      setWaits: async (waits) => {
        await thrift.setWaits(waits);
        void current.session?.syncing.chance();
      },
      sendHeld: () => thrift.allowed(() => current.here.syncing.now()),
    },
    voices: state.voices,
    carried: state.carried,
    chance: { random: () => current.here.drafting.chance.random(), uuid: () => current.here.drafting.chance.uuid() },
    sendLocked: () => profiles.send(),
    definition: (instrument, version) => state.definition(instrument, version),
    searchPlaces: (text, limit = 30) => state.places.value.search(text, limit),
    place: (code) => state.places.value.get(code),
    recentPlaces: () => state.recent.value.flatMap((code) => state.places.value.get(code) ?? []),
    startDraft: (instrument) => current.here.drafting.start(instrument),
    startCorrection: (recordId) => current.here.drafting.correct(recordId),
    draft: (id) => unsaved.changes.drafts.value.find((one) => one.id === id) ?? null,
    type: (draftId, key, text) => unsaved.typed(draftId, `answer ${key}`, current.here.drafting.answered(key, text)),
    typeReply: (draftId, replyText) => unsaved.typed(draftId, 'reply', () => ({ replyText })),
    setAnswer: (draftId, key, value) => {
      if (value === undefined) unsaved.photos?.forget(draftId, key);
      return unsaved.change(draftId, `answer ${key}`, current.here.drafting.answered(key, value));
    },
    addTime: (draftId, repeat, first) => unsaved.divide(draftId, current.here.drafting.timeAdded(repeat, first)),
    removeTime: (draftId, repeat, index) => unsaved.divide(draftId, current.here.drafting.timeRemoved(repeat, index)),
    setPlace: (draftId, code) => {
      pending.put('recent places', current.here.drafting.wasAt(code));
      return unsaved.change(draftId, 'place', () => ({ place: code }));
    },
    setMode: (draftId, mode) => unsaved.change(draftId, 'mode', () => ({ mode })),
    setConsent: (draftId, consent) => unsaved.change(draftId, 'consent', () => ({ consent })),
    setReply: (draftId, replyText) => unsaved.change(draftId, 'reply', () => ({ replyText })),
    deleteDraft: async (id) => {
      await current.here.drafting.forget(id);
      unsaved.forget(id);
    },
    askForHelp: async (draftId) => {
      const { drafts, drafting, syncing } = current.here;
      await askForHelp(draftId, { state, drafts, drafting }).finally(() => syncing.tidy(false));
      unsaved.forget(draftId);
      void device.wakeWhenOnline();
      void syncing.chance();
    },
    finish: async (draftId) => {
      const { drafts, drafting, syncing } = current.here;
      const finished = unsaved
        .saved(draftId)
        .then(() => keepVoices(ports, drafts, drafting, draftId))
        .then(() => under.joined(draftId))
        .then(() => drafting.finish(draftId));
      await finished.catch((error: unknown) => syncing.tidy(false).then(() => Promise.reject(error as Error)));
      unsaved.forget(draftId);
      void device.persist().then(() => syncing.tidy(false));
      void device.wakeWhenOnline();
      void syncing.chance();
      return draftId;
    },
    attachPhoto: (draftId, question, file) => {
      const { drafting, syncing } = current.here;
      const photos = unsaved.photos as HeldPhotos; // it came with the screen
      return photos.take({ draftId, question }, file, drafting).finally(() => syncing.tidy(false));
    },
    startVoice: async (draftId, question) => {
      const session = current.here;
      const { drafts, drafting } = session;
      const onEnd = (): void => void session.listening--;
      const recording = await behind.startVoice(ports, drafts, drafting, {
        draftId,
        question,
        bits: thrift.voiceBits,
        onEnd,
      });
      session.listening++;
      return under.voice({ draftId, question }, recording);
    },
    removeMedia: (draftId, question) => app.setAnswer(draftId, question, undefined),
    mediaUrl: async (sha256) => {
      const medium = await current.here.outbox.medium(sha256);
      return medium && URL.createObjectURL(new Blob([medium.bytes], { type: medium.type }));
    },
    answersOf: async (recordId) => {
      const last = state.latest(recordId);
      if (!last) return null;
      const { answers, media } = JSON.parse(last.body) as Body;
      return { definition: state.definition(last.instrument, last.version), answers, media };
    },
    fates: (code) => state.toldBy(code),
    locate: (onFix, timeoutMs = POSITION_MS) => device.locate(onFix, timeoutMs),
    handOver: (onProgress) => profiles.handOver(onProgress),
    receive: async (file, name) => {
      const { carrying, syncing } = current.here;
      const told = await carrying.receive(file, name);
      void syncing.chance();
      return told;
    },
    sayAloud: prompts.say,
    prompts,
    syncNow: () => current.here.syncing.now(),
  };
  void start().catch((error: unknown) => (state.fault.value = faultOf(error)));
  return app;
}
