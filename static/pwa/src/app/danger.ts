// Behind the danger door: who closed the phone there wanted nothing kept.

import type { Drafting } from './drafting';
import type { State } from './state';

/** Deletes the drafts in which the phone was closed at the danger door. */
export async function forgetAtDoor(state: State, drafting: Drafting): Promise<void> {
  for (const draft of state.drafts.value) if (drafting.doorOf(draft)) await drafting.forget(draft.id);
}
