// Makes the app: opens what is shared on this phone, and, once somebody is here, joins the parts into what screens may ask.

import { plainCode } from '../domain/codes';
import { NetError } from '../domain/failure';
import { PLACE_BYTES, fits } from '../domain/room';
import type { Body } from '../domain/types';
import { Shared } from '../storage/shared';
import type { App, EnrolResult } from './app';
import { People } from './people';
import type { Opened } from './people';
import { browser } from './ports';
import type { Ports } from './ports';
import { Prompting } from './prompting';
import { goOn, sessionOf, show } from './session';
import type { Session } from './session';
import { State } from './state';
import { Thrift } from './thrift';
import { keepVoices, startVoice } from './voice';

const POSITION_MS = 60000;
/** Who puts the phone down has left it. */
const IDLE_MS = 5 * 60 * 1000;

/** The app on this phone. Resolves when its storage is open; `ready` turns true when what is stored has been read.
 * Rejects when the browser gives no storage. */
export async function createApp(ports: Ports = browser): Promise<App> {
  const { device, net } = ports;
  const shared = new Shared(await ports.openShared(() => device.reload()));
  const state = new State(shared);
  const thrift = new Thrift(ports, shared);
  const people = new People(ports, state, shared);
  let session: Session | null = null;
  let speaking = 0;
  /** What screens have yet to write down. */
  const unwritten = new Set<() => Promise<void>>();
  /** The language that somebody chose before they had a place. */
  let picked: string | null = null;
  const prompting = new Prompting(ports, state, shared, thrift, () => session);
  let update = (): void => device.reload();

  /** For what only somebody who is here asks. */
  const use = (): Session => {
    if (!session) throw new Error('locked');
    return session;
  };

  const start = async (): Promise<void> => {
    await state.readSettings(device.browserLanguage());
    await thrift.read();
    await people.look();
    await prompting.start();
    state.ready.value = true;
    state.storage.value = await device.room();
    device.onVoices((languages) => (state.voices.value = languages));
    device.onLeaving(() => {
      const { unsent, mediaLeft } = state.sync.value;
      if (unsent || mediaLeft || state.profiles.value.some((one) => one.unsent || one.media)) void device.wakeWhenOnline();
    });
    device.keepOffline((apply) => {
      update = apply;
      state.updateReady.value = true;
    });
    device.keepWhole((whole) => (state.opensOffline.value = whole));
    device.onChances(() => void (session ? undefined : people.send()));
    if (!session) await people.send();
  };

  /** Closes the place of who is here, once what they were writing is kept. */
  const leave = async (): Promise<void> => {
    await Promise.all(Array.from(unwritten, (write) => write().catch(() => undefined)));
    device.leave();
  };

  const enter = async ({ id, database, vault }: Opened): Promise<Session> => {
    session = sessionOf(ports, { state, thrift, database, vault, others: people });
    await show(ports, state, session);
    state.here.value = id;
    device.onIdle(IDLE_MS, () => {
      if (!speaking) void leave();
    });
    return session;
  };

  const enrol: App['enrol'] = async (code, who) => {
    if (!fits((await device.room()).freeBytes, PLACE_BYTES)) return { ok: false, reason: 'full' }; // the code is not spent for it
    const place = await people.prepare(who);
    try {
      const enrolment = await net.enrol(code.trim(), { ...device.describe(), app_version: __VERSION__ });
      const opened = await enter(await people.add(enrolment, place, plainCode(code)));
      if (picked !== null) await app.setLanguage(picked);
      await goOn(ports, state, opened);
      return { ok: true };
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      await people.discard(place);
      return { ok: false, reason: whyNot(error) };
    }
  };

  const app: App = {
    ready: state.ready,
    profiles: state.profiles,
    here: state.here,
    enrolment: state.enrolment,
    programme: state.programme,
    instruments: state.instruments,
    projects: state.projects,
    reasons: state.reasons,
    domains: state.domains,
    placeLevels: state.placeLevels,
    board: state.board,
    drafts: state.drafts,
    records: state.records,
    erased: state.erased,
    sync: state.sync,
    storage: state.storage,
    updateReady: state.updateReady,
    opensOffline: state.opensOffline,
    language: state.language,
    thrift: {
      waits: thrift.waits,
      voiceRate: thrift.voiceRate,
      spent: thrift.spent,
      tellsWifi: () => thrift.tellsWifi(),
      setVoiceRate: (rate) => thrift.setVoiceRate(rate),
      setWaits: async (waits) => {
        await thrift.setWaits(waits);
        void session?.syncing.chance();
      },
      sendHeld: () => thrift.allowed(() => use().syncing.now()),
    },
    voices: state.voices,
    earFirst: state.earFirst,
    carried: state.carried,
    appVersion: __VERSION__,
    chance: { random: () => use().drafting.chance.random(), uuid: () => use().drafting.chance.uuid() },
    unlock: async (profile, pin) => {
      const opened = await people.unlock(profile, pin);
      if ('ok' in opened) return opened;
      void goOn(ports, state, await enter(opened));
      return { ok: true };
    },
    lock: () => void leave(),
    beforeLeaving: (write) => {
      unwritten.add(write);
      return () => void unwritten.delete(write);
    },
    changePin: (old, next) => people.changePin(old, next),
    removeProfile: (profile) => people.remove(profile),
    sendLocked: () => people.send(),
    enrol,
    definition: (instrument, version) => state.definition(instrument, version),
    searchPlaces: (text, limit = 30) => state.places.value.search(text, limit),
    place: (code) => state.places.value.get(code),
    recentPlaces: () => state.recent.value.flatMap((code) => state.places.value.get(code) ?? []),
    startDraft: (instrument) => use().drafting.start(instrument),
    startCorrection: (recordId) => use().drafting.correct(recordId),
    draft: (id) => state.draft(id),
    setAnswer: (draftId, key, value) => use().drafting.setAnswer(draftId, key, value),
    addTime: (draftId, repeat, first) => use().drafting.addTime(draftId, repeat, first),
    removeTime: (draftId, repeat, index) => use().drafting.removeTime(draftId, repeat, index),
    setPlace: (draftId, code) => use().drafting.setPlace(draftId, code),
    setMode: (draftId, mode) => use().drafting.change(draftId, () => ({ mode })),
    setConsent: (draftId, consent) => use().drafting.change(draftId, () => ({ consent })),
    setReply: (draftId, text) => use().drafting.change(draftId, () => ({ replyText: text })),
    deleteDraft: (id) => use().drafting.forget(id),
    finish: async (draftId) => {
      const { drafts, drafting, syncing } = use();
      const finished = keepVoices(ports, drafts, drafting, draftId).then(() => drafting.finish(draftId));
      await finished.catch((error: unknown) => syncing.tidy(false).then(() => Promise.reject(error as Error)));
      void device.persist().then(() => syncing.tidy(false));
      void device.wakeWhenOnline();
      void syncing.chance();
      return draftId;
    },
    lookForRoom: () => use().syncing.tidy(false),
    attachPhoto: (draftId, question, file) => {
      const { drafting, syncing } = use();
      return drafting.attachPhoto(draftId, question, file).finally(() => syncing.tidy(false));
    },
    startVoice: async (draftId, question) => {
      const { drafts, drafting } = use();
      const onEnd = (): void => void speaking--;
      const recording = await startVoice(ports, drafts, drafting, { draftId, question, bits: thrift.voiceBits, onEnd });
      speaking++;
      return recording;
    },
    removeMedia: (draftId, question) => use().drafting.setAnswer(draftId, question, undefined),
    mediaUrl: async (sha256) => {
      const medium = await use().outbox.medium(sha256);
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
    handOver: (onProgress) => people.handOver(onProgress),
    receive: async (file, name) => {
      const { carrying, syncing } = use();
      const told = await carrying.receive(file, name);
      void syncing.chance();
      return told;
    },
    setLanguage: async (code) => {
      state.language.value = code;
      if (session) await session.outbox.setMeta('language', code);
      else picked = code;
      await shared.set('language', code);
    },
    setEarFirst: async (on) => {
      state.earFirst.value = on;
      await shared.set('earFirst', on);
    },
    sayAloud: prompting.say,
    prompts: prompting,
    syncNow: () => use().syncing.now(),
    applyUpdate: () => update(),
  };
  void start();
  return app;
}

function whyNot(error: NetError): (EnrolResult & { ok: false })['reason'] {
  if (error.code === 'unknown-code' || error.reason === 'rejected') return 'unknown-code';
  return error.reason === 'slow-down' || error.reason === 'offline' || error.reason === 'portal' ? error.reason : 'server';
}
