// Uses of photos and voices, which are agreed to one by one. Pure.

import type { Node } from './definition';
import type { Body, Programme } from './types';

/** Uses that concern a kind of answer; asked only when there is one. */
export const ABOUT: Record<string, Node['type']> = { photo: 'image', voice: 'audio' };

/** Whether a record holds a photo or a voice of which the programme asks leave, and nobody gave it. */
export function missesConsent(
  { media, consent }: Pick<Body, 'media' | 'consent'>,
  programme: Programme | null,
): boolean {
  const asked = programme?.consent.scopes.map((scope) => scope.name) ?? [];
  return asked.some(
    (name) => ABOUT[name] && consent.uses[name] !== true && media.some((one) => one.type.startsWith(`${ABOUT[name]}/`)),
  );
}
