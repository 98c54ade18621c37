// Behind the danger door: who closed the phone there wanted nothing stored.

import type { Drafting } from './drafting';
import type { State } from './state';

/** Deletes the drafts in which the phone was closed at the danger door. */
export async function deleteAtDoor(state: State, drafting: Drafting): Promise<void> {
  for (const draft of state.drafts.value) if (drafting.doorOf(draft)) await drafting.delete(draft.id);
}
