// What the first screen does not need: fetched after it, cached by the service worker with the rest of the app.

import { Late } from './ui/late';

export * from './app/late';
export { DoneScreen } from './capture/done';
export { CardScreen } from './card/screen';
export { CaptureScreen } from './capture/screen';
export { HelpedScreen } from './capture/door-step';
export { ConsentScreen } from './consent/screen';
export { FollowScreen } from './follow/screen';
export { HandScreen } from './hand/screen';
export { OutboxScreen } from './outbox/screen';
export { PinScreen } from './pin/screen';
export { PromptsScreen } from './prompts/screen';
export { RecordScreen } from './record/screen';
export { RepliesScreen } from './replies/screen';
export { RejoinScreen } from './rejoin/screen';
export { SettingsScreen } from './settings/screen';
export { LateNotes, RepliesLink } from './ui/late-notes';
export { StorageNote, StorageScreen } from './ui/storage';

/** What of it few phones need. */
export const confiding = new Late(() => import('./confiding'));
