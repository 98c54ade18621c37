// What the first screen does not need: fetched after it, kept by the service worker with the rest of the app.

export { DoneScreen } from './capture/done';
export { CardScreen } from './card/screen';
export { listen } from './device/recorder';
export { locate } from './device/position';
export { startVoice } from './app/speaking';
export { HeldPhotos } from './app/held-photos';
export { shrink } from './device/photo';
export { Prompting } from './app/prompting';
export { bundles } from './bundle/bundle';
export { lookAt } from './bundle/receiving';
export { CaptureScreen } from './capture/screen';
export { HelpedScreen } from './capture/door-step';
export { ConsentScreen } from './consent/screen';
export { FollowScreen } from './follow/screen';
export { HandScreen } from './hand/screen';
export { OutboxScreen } from './outbox/screen';
export { PinScreen } from './pin/screen';
export { PromptsScreen } from './prompts/screen';
export { RecordScreen } from './record/screen';
export { RejoinScreen } from './rejoin/screen';
export { SettingsScreen } from './settings/screen';
export { StorageSaid, StorageScreen } from './ui/storage';
export { UnsavedAnywhere } from './ui/unsaved';
