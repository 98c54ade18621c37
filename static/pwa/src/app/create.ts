// Makes the app: opens what is stored, mends what a kill left open, and joins the parts into what screens may ask.

import { NetError } from '../domain/failure';
import type { Body } from '../domain/types';
import { Drafts } from '../storage/drafts';
import { Outbox } from '../storage/outbox';
import type { App, EnrolResult } from './app';
import { Carrying } from './carrying';
import { Drafting } from './drafting';
import { browser } from './ports';
import type { Ports } from './ports';
import { State } from './state';
import { Syncing } from './syncing';
import { recoverVoices, startVoice } from './voice';

const POSITION_MS = 60000;

/** The app on this phone. Resolves when its storage is open; `ready` turns true when what is stored has been read.
 * Rejects when the browser gives no storage. */
export async function createApp(ports: Ports = browser): Promise<App> {
  const { device, net } = ports;
  const database = await ports.openDatabase(() => device.reload());
  const outbox = new Outbox(database);
  const drafts = new Drafts(database);
  const state = new State(outbox, drafts);
  const drafting = new Drafting(ports, state, drafts, outbox);
  const syncing = new Syncing(ports, state, outbox);
  const carrying = new Carrying(ports, state, outbox);
  let update = (): void => device.reload();

  const start = async (): Promise<void> => {
    await state.readSettings(device.browserLanguage());
    await recoverVoices(ports, drafts, drafting);
    // Thousands of places are not needed for the first screen.
    await state.read(['drafts', 'programme', 'instrument', 'project', 'vocabulary', 'record', 'entries', 'carried']);
    state.ready.value = true;
    await state.read(['place', 'need']);
    await syncing.count();
    await syncing.tidy(true);
    device.onVoices((languages) => (state.voices.value = languages));
    device.onChances(() => void syncing.chance());
    device.onLeaving(() => {
      const { unsent, mediaLeft } = state.sync.value;
      if (unsent || mediaLeft) void device.wakeWhenOnline();
    });
    device.keepOffline((apply) => {
      update = apply;
      state.updateReady.value = true;
    });
    await syncing.chance();
  };

  const enrol = async (code: string): Promise<EnrolResult> => {
    try {
      const enrolment = await net.enrol(code.trim(), { ...device.describe(), app_version: __VERSION__ });
      await outbox.enrol(enrolment);
      await state.readSettings(device.browserLanguage());
      await state.changed(['*']);
      await syncing.now();
      return { ok: true };
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      return { ok: false, reason: whyNot(error) };
    }
  };

  const app: App = {
    ready: state.ready,
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
    language: state.language,
    photosWait: state.photosWait,
    voices: state.voices,
    earFirst: state.earFirst,
    carried: state.carried,
    appVersion: __VERSION__,
    chance: drafting.chance,
    enrol,
    definition: (instrument, version) => state.definition(instrument, version),
    searchPlaces: (text, limit = 30) => state.places.value.search(text, limit),
    place: (code) => state.places.value.get(code),
    recentPlaces: () => state.recent.value.flatMap((code) => state.places.value.get(code) ?? []),
    startDraft: (instrument) => drafting.start(instrument),
    startCorrection: (recordId) => drafting.correct(recordId),
    draft: (id) => state.draft(id),
    setAnswer: (draftId, key, value) => drafting.setAnswer(draftId, key, value),
    addTime: (draftId, repeat, first) => drafting.addTime(draftId, repeat, first),
    removeTime: (draftId, repeat, index) => drafting.removeTime(draftId, repeat, index),
    setPlace: (draftId, code) => drafting.setPlace(draftId, code),
    setMode: (draftId, mode) => drafting.change(draftId, () => ({ mode })),
    setConsent: (draftId, consent) => drafting.change(draftId, () => ({ consent })),
    setReply: (draftId, text) => drafting.change(draftId, () => ({ replyText: text })),
    deleteDraft: (id) => drafting.forget(id),
    finish: async (draftId) => {
      await drafting.finish(draftId);
      void device.persist().then(() => syncing.tidy(false));
      void device.wakeWhenOnline();
      void syncing.chance();
      return draftId;
    },
    attachPhoto: (draftId, question, file) => drafting.attachPhoto(draftId, question, file).finally(() => syncing.tidy(false)),
    startVoice: (draftId, question) => startVoice(ports, drafts, drafting, { draftId, question }),
    removeMedia: (draftId, question) => drafting.setAnswer(draftId, question, undefined),
    mediaUrl: async (sha256) => {
      const medium = await outbox.medium(sha256);
      return medium && URL.createObjectURL(new Blob([medium.bytes], { type: medium.type }));
    },
    answersOf: async (recordId) => {
      const last = state.latest(recordId);
      if (!last) return null;
      const { answers, media } = JSON.parse(last.body) as Body;
      return { definition: state.definition(last.instrument, last.version), answers, media };
    },
    locate: (onFix, timeoutMs = POSITION_MS) => device.locate(onFix, timeoutMs),
    handOver: (onProgress) => carrying.handOver(onProgress),
    receive: async (file, name) => {
      const told = await carrying.receive(file, name);
      void syncing.chance();
      return told;
    },
    setLanguage: async (code) => {
      state.language.value = code;
      await outbox.setMeta('language', code);
    },
    setPhotosWait: async (on) => {
      state.photosWait.value = on;
      await outbox.setMeta('photosWait', on);
      if (!on) void syncing.chance();
    },
    setEarFirst: async (on) => {
      state.earFirst.value = on;
      await outbox.setMeta('earFirst', on);
    },
    sayAloud: (parts, language, onPart) => device.sayAloud(parts, language, onPart),
    syncNow: () => syncing.now(),
    applyUpdate: () => update(),
  };
  void start();
  return app;
}

function whyNot(error: NetError): (EnrolResult & { ok: false })['reason'] {
  if (error.code === 'unknown-code' || error.reason === 'rejected') return 'unknown-code';
  return error.reason === 'slow-down' || error.reason === 'offline' || error.reason === 'portal' ? error.reason : 'server';
}
