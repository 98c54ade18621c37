// Makes the app: opens what is shared on this phone, and joins the parts of what screens may ask.

import { faultOf } from '../domain/failure';
import { lasting } from '../storage/connection';
import { Shared } from '../storage/shared';
import type { App, Media, Replies } from './app';
import type { Core } from './core';
import { AppDrafts } from './drafts';
import { AppPeople } from './people';
import { browser } from './ports';
import type { Ports } from './ports';
import { Profiles } from './profiles';
import { AppPrompts } from './prompts';
import { AppRecords } from './records';
import { AppReference } from './reference';
import { Current } from './session';
import { AppSettings } from './settings';
import { start } from './starting';
import type { Late } from './starting';
import { State } from './state';
import { AppSync } from './sync';
import { AppThrift } from './thrift';
import { Unwritten } from './unsaved';

/** The app on this phone, and what comes `late`. Resolves when its storage is open; `settings.ready` turns true when what is stored
 * has been read. Rejects when the browser gives no storage. */
export async function createApp(late: Promise<Late>, ports: Ports = browser(late)): Promise<App> {
  const core = await open(ports);
  const settings = new AppSettings(core);
  const prompts = new AppPrompts(core);
  let media: Media | undefined;
  void start(core, {
    settings,
    prompts,
    late,
    onMedia: (loaded) => (media = loaded),
  }).catch((error: unknown) => (core.state.fault.value = faultOf(error)));
  return {
    drafts: new AppDrafts(core, late),
    records: new AppRecords(core),
    reference: new AppReference(core),
    get media(): Media {
      return media as Media;
    },
    sync: new AppSync(core),
    people: new AppPeople(core, settings),
    prompts,
    get replies(): Replies {
      return core.replies as Replies;
    },
    thrift: core.thrift,
    settings,
  };
}

/** Opens what is shared on this phone. */
async function open(ports: Ports): Promise<Core> {
  /** A newer page wants the databases, or somebody wants them gone: the last words first. */
  const wanted = async (): Promise<void> => {
    await unsaved.lastWords();
    ports.device.reload();
  };
  const shared = new Shared(await lasting(() => ports.openShared((why) => (why === 'wanted' ? wanted() : undefined))));
  const state = new State(shared);
  const current = new Current();
  const unsaved = new Unwritten(state.drafts, (draftId, change) => current.here.drafting.keep(draftId, change));
  const settings = unsaved.settingStore(shared);
  const thrift = new AppThrift(ports, settings, () => current.session?.syncing);
  const profiles = new Profiles(ports, state, shared, { wanted, broken: (fault) => (state.fault.value = fault) });
  return { ports, state, shared, settings, unsaved, thrift, profiles, current };
}
