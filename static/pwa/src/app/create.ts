// Makes the app: opens what is shared on this phone, and joins the parts of what screens may ask.

import { faultOf } from '../domain/failure';
import { lasting } from '../storage/connection';
import { Shared } from '../storage/shared';
import type { App } from './app';
import type { HeldPhotos } from './held-photos';
import type { Core } from './core';
import { AppDrafts } from './drafts';
import { AppPeople } from './people';
import { Profiles } from './profiles';
import { browser } from './ports';
import type { Ports } from './ports';
import { PromptsLater } from './prompts-later';
import { AppRecords } from './records';
import { AppReference } from './reference';
import { Current } from './session';
import { AppSettings } from './settings';
import { State } from './state';
import { Thrift } from './thrift';
import { Unwritten } from './unsaved';

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
  const drafts = new AppDrafts(core);
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
    drafts,
    records: new AppRecords(core),
    reference: new AppReference(core),
    settings,
    people,
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
    sendLocked: () => profiles.send(),
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
    removeMedia: (draftId, question) => drafts.setAnswer(draftId, question, undefined),
    mediaUrl: async (sha256) => {
      const medium = await current.here.outbox.medium(sha256);
      return medium && URL.createObjectURL(new Blob([medium.bytes], { type: medium.type }));
    },
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
