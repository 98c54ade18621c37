// What the parts of the app stand on: each names what it needs of it.

import type { SettingStore, Shared } from '../storage/shared';
import type { Replies } from './app';
import type { Profiles } from './profiles';
import type { Ports } from './ports';
import type { Current } from './session';
import type { State } from './state';
import type { AppThrift } from './thrift';
import type { Unwritten } from './unsaved';

export interface Core {
  ports: Ports;
  state: State;
  /** What everybody on this phone shares. */
  shared: Shared;
  /** What was chosen on this phone; writing it stops nobody. */
  settings: SettingStore;
  unsaved: Unwritten;
  thrift: AppThrift;
  profiles: Profiles;
  current: Current;
  /** It comes late. */
  replies?: Replies;
}
