// The app's parts over plain memory: screens can be looked at and tested without server, storage or microphone.

import type { App } from '../../../static/pwa/src/app/app';
import { DemoDrafts } from './drafts';
import { DemoMedia } from './media';
import { DemoPeople } from './people';
import { DemoPrompts } from './prompts';
import { DemoRecords } from './records';
import { DemoReference } from './reference';
import { DemoReplies } from './replies';
import { DemoSettings } from './settings';
import { DemoSync } from './sync';
import { thrift } from './thrift';
import type { World } from './world';

/** An app of a world that a test describes. */
export function demoApp(world: World) {
  const records = new DemoRecords(world);
  const reference = new DemoReference(world);
  const drafts = new DemoDrafts(world, records);
  const people = new DemoPeople(world, () => {
    reference.open();
    records.open();
  });
  if (world.enrolled) people.open();
  return {
    drafts,
    records,
    reference,
    media: new DemoMedia(world, drafts),
    sync: new DemoSync(world, records),
    people,
    prompts: new DemoPrompts(world),
    replies: new DemoReplies(world),
    thrift: thrift(),
    settings: new DemoSettings(world),
  } satisfies App;
}
