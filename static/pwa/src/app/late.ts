// What of the app, and of its storage, only screens behind the first one ask for: it comes with them (`rest.ts`).

export { ASIDE_FORMS } from '../domain/aside-forms';
export { nextKeys } from '../bundle/key-pair';
export { shrink } from '../device/photo';
export { locate } from '../device/position';
export { listen } from '../device/recorder';
export { rejoin } from '../storage/rejoining';
export { reseal } from '../storage/resealing';
export { filesOf, receive } from './carrying';
export { Finishing } from './finishing';
export { storeSpare, withSpares } from './spares';
export { UnsavedPhotos } from './unsaved-photos';
export { AppMedia } from './media';
export { Prompting } from './prompting';
export { Replying } from './replying';
export { relock, strengthen } from './relocking';
