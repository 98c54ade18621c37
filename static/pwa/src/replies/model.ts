// What a reply to a place looks and sounds like. Pure.

import type { PlaceReply } from '../domain/place-reply';
import type { Term } from '../domain/types';
import type { BehindWords } from '../i18n/behind-fr';

/** The picture of its theme's domain; of a project or a place another. */
export function pictureOf(reply: PlaceReply, domains: readonly Term[]): string {
  const known = domains.find((one) => one.code === reply.domain)?.picture;
  return known ?? (reply.about ? 'projet' : 'lieu');
}

/** What is said aloud: with a recording that is all of it, by the recording; else by the phone's own voice. */
export function spokenParts(reply: PlaceReply, say: Pick<BehindWords, 'replyHeard' | 'replyDeed'>): string[] {
  const parts = [`${say.replyHeard}. ${reply.heard}`, `${say.replyDeed}. ${reply.deed}`];
  return reply.sound ? [parts.join(' ')] : parts;
}
