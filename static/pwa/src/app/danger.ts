// Behind the danger door: nothing of a draft is kept, or a call for help that holds no answer.

import { walk } from '../domain/form';
import { localTime } from '../domain/record';
import type { Drafts } from '../storage/drafts';
import type { Drafting } from './drafting';
import { noSpace } from './drafting';
import type { Ports } from './ports';
import type { State } from './state';

/** Whether somebody stands at the danger door in this draft. */
function isAtDoor(state: State, id: string, now: number): boolean {
  const draft = state.draft(id);
  const definition = draft && state.definition(draft.instrument, draft.version);
  if (!draft || !definition) return false;
  const moment = localTime(new Date(now));
  return !!walk(definition, draft.answers, { today: moment.slice(0, 10), now: moment, language: state.language.value })
    .door;
}

/** Forgets the drafts in which the phone was closed at the danger door: who closed it wanted nothing kept. */
export async function forgetAtDoor(ports: Ports, state: State, drafting: Drafting): Promise<void> {
  for (const { id } of state.drafts.value) if (isAtDoor(state, id, ports.now())) await drafting.forget(id);
}

/** Makes a draft at the danger door a call for help, in one step: the call is there and the draft is gone, or neither. */
export async function askForHelp(
  draftId: string,
  on: { state: State; drafts: Drafts; drafting: Drafting },
): Promise<void> {
  const { state, drafts, drafting } = on;
  for (;;) {
    const draft = await drafts.get(draftId);
    if (!draft) return; // asked twice
    const call = await drafting.call(draft);
    if (await drafts.finish(draft, call).catch(noSpace)) break;
  }
  await state.changed(['drafts', 'entries']);
}
