// Whom to call behind the danger door: the nearest trusted people of the programme, and the helplines of its country. Their
// sentences are recorded as those of a form (feedback_app/prompts/trusted_form.py). Pure.

import type { Definition, Node } from './definition';
import type { Place, Programme, TrustedPerson } from './types';

/** What recordings of their sentences name as their form. */
export const TRUSTED = 'echo_trusted';

/** The sentences of the programme's trusted people as a form; null where nobody is named. */
export function trustedForm(programme: Programme | null): Definition | null {
  const questions = (programme?.trusted || []).map(({ id, say }): Node => ({ name: id, type: 'note', label: say }));
  const title = { fr: 'Personnes de confiance', en: 'Trusted people' };
  return questions.length
    ? {
        name: TRUSTED,
        version: '1',
        title,
        languages: ['fr', 'en'],
        default_language: 'fr',
        picture: 'telephone',
        questions,
      }
    : null;
}

/** The codes of a place and of all above it: as far as the phone knows them, then those of its own area. */
export function above(place: string | null, scopePath: string, find: (code: string) => Place | null): Set<string> {
  const codes = new Set(scopePath.split('/').filter(Boolean));
  for (let code = place, depth = 0; code && depth < 12; depth++) {
    codes.add(code);
    code = find(code)?.parent ?? null;
  }
  return codes;
}

/** The trusted people of the deepest place among these. */
export function nearest(all: readonly TrustedPerson[] | undefined, codes: ReadonlySet<string>): TrustedPerson[] {
  const around = (all || []).filter(({ path }) => codes.has(lastCode(path)));
  const deepest = Math.max(0, ...around.map(({ path }) => path.length));
  return around.filter(({ path }) => path.length === deepest);
}

const lastCode = (path: string): string => path.split('/').filter(Boolean).pop() || '';

/** Where a call for help says that it comes from: the place above the one chosen, if that is in the phone's area. */
export function coarser(place: string | null, scope: string, find: (code: string) => Place | null): string {
  const parent = place && place !== scope ? find(place)?.parent : null;
  return parent && find(parent) ? parent : scope;
}

/** A number as people read it: `07 00 00 00 00`, `+225 07 00 …`; short ones whole. The server groups the same way. */
export function grouped(phone: string): string {
  const head = phone.length > 10 ? phone.slice(0, -10) : '';
  const rest = phone.slice(head.length);
  return [head, rest.length === 10 ? (rest.match(/../g) || []).join(' ') : rest].filter(Boolean).join(' ');
}
