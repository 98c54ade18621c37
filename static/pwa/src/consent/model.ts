// Which uses the person is asked about, and when enough has been said. Pure.

import type { Node } from '../domain/definition';
import type { Consent, ConsentScope, Draft, Mode, Programme } from '../domain/types';
import { ABOUT } from '../domain/uses';

/** The scopes to ask: all of the programme's, less those about a photo or a voice when there is none. */
export function scopesFor(programme: Programme, kinds: readonly Node['type'][]): ConsentScope[] {
  return programme.consent.scopes.filter(
    (scope) => !ABOUT[scope.name] || kinds.includes(ABOUT[scope.name] as Node['type']),
  );
}

/** The questions whose photo or voice must go, because its use was refused. */
export function refusedMedia(
  uses: Record<string, boolean>,
  media: readonly { question: string; kind: Node['type'] }[],
): string[] {
  const refused = Object.keys(ABOUT)
    .filter((scope) => uses[scope] === false)
    .map((scope) => ABOUT[scope]);
  return media.filter((each) => refused.includes(each.kind)).map((each) => each.question);
}

/** How an agreement is given when a record is taken this way, until the person says otherwise. */
export const usualWay = (mode: Mode): Consent['given_by'] =>
  mode === 'alone' ? 'tick' : mode === 'group' ? 'group' : 'oral';

/** The agreement of a draft, as far as it was said. */
export function consentOf(
  draft: Draft,
  programme: Programme,
  { language, kinds }: { language: string; kinds: readonly Node['type'][] },
): Consent {
  const given = draft.consent;
  const same = given && given.version === programme.consent.version;
  return {
    version: programme.consent.version,
    language,
    given_by: given ? given.given_by : usualWay(draft.mode),
    attribution: given ? given.attribution : 'anonymous',
    uses: same ? stillAgreed(given.uses, kinds) : {},
  };
}

/** A photo or a voice whose use was refused is thrown away; one that is there was taken since, and is asked about anew. */
const stillAgreed = (uses: Record<string, boolean>, kinds: readonly Node['type'][]): Record<string, boolean> =>
  Object.fromEntries(Object.entries(uses).filter(([name, yes]) => yes || !kinds.includes(ABOUT[name] as Node['type'])));

export type Readiness = 'unsaid' | 'refused' | 'ready';

/** `unsaid`: a line has neither yes nor no. `refused`: what is needed was refused, so nothing can be stored. */
export function readiness(scopes: readonly ConsentScope[], uses: Record<string, boolean>): Readiness {
  if (scopes.some((scope) => scope.required && uses[scope.name] === false)) return 'refused';
  return scopes.some((scope) => uses[scope.name] === undefined) ? 'unsaid' : 'ready';
}

/** What is written down: a use that was not asked about was not agreed to. */
export function settled(programme: Programme, uses: Record<string, boolean>): Record<string, boolean> {
  return Object.fromEntries(programme.consent.scopes.map((scope) => [scope.name, uses[scope.name] === true]));
}
