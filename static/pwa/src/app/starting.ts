// What the app does when the page begins: reads what everybody on this phone shares, takes in what comes late, listens to the
// phone, and sends for those whose profiles are locked.

import type { AppMedia } from './media';
import type { Core } from './core';
import type { AppPrompts } from './prompts';
import type { AppSettings } from './settings';

export type Late = typeof import('./late');

/** What it begins with, beside what the parts stand on. */
export interface Beginning {
  settings: AppSettings;
  prompts: AppPrompts;
  /** What comes with the screens behind the first one. */
  late: Promise<Late>;
  onMedia(media: AppMedia): void;
}

export async function start(core: Core, on: Beginning): Promise<void> {
  const { ports, state, thrift, profiles, current } = core;
  await state.readSettings(ports.device.browserLanguage());
  await thrift.read();
  await profiles.adopt();
  await profiles.look();
  void on.late.then((loaded) => takeIn(core, on, loaded));
  state.ready.value = true;
  state.storage.value = await ports.device.room();
  listen(core, on.settings);
  if (!current.session) await profiles.send();
}

function takeIn(core: Core, { prompts, onMedia }: Beginning, loaded: Late): void {
  const { ASIDE_FORMS, UnsavedPhotos, AppMedia, Prompting, Replying, withSpares } = loaded;
  const { ports, state, settings, unsaved, thrift, current } = core;
  state.asideForms = ASIDE_FORMS;
  ports.net.exchange = withSpares(ports.net.exchange, ports);
  unsaved.photos = new UnsavedPhotos(ports, unsaved);
  onMedia(new AppMedia(core, unsaved.photos));
  core.replies = new Replying(core);
  void prompts.arrived(new Prompting(ports, state, settings, thrift, () => current.session));
}

function listen({ ports, state, unsaved, profiles, current }: Core, settings: AppSettings): void {
  const { device } = ports;
  /** What fails is tried again when somebody looks. */
  const write = (): void => void unsaved.pending.saved().catch(() => undefined);
  device.onVoices((languages) => (state.voices.value = languages));
  device.onClosing(() => unsaved.holdsBack);
  device.onLeaving(() => {
    write();
    const { unsent, mediaLeft } = state.sync.value;
    if (unsent || mediaLeft || state.profiles.value.some((one) => one.unsent || one.media))
      void device.wakeWhenOnline();
  });
  device.keepOffline((apply) => settings.offer(apply));
  device.keepWhole((whole) => (state.opensOffline.value = whole));
  device.onChances(() => (current.session ? write() : void profiles.send()));
}
