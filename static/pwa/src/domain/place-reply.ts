// "You said, we did": what came down for the places of this phone, and the answer to "is it done?", a record of an instrument
// that is nobody's form. The server says the same in feedback_app/forms/confirmation_form.py. Pure.

import { CONFIRMATION } from './aside';
import type { Definition } from './definition';

/** The question whose answer is a voice. */
export const WHY_VOICE = 'voice';

/** A row of it, as it comes down. */
export interface PlaceReply {
  id: string;
  place: string;
  place_label: string;
  about?: string;
  domain?: string;
  heard: string;
  deed: string;
  /** When it was published: a day. */
  day: string;
  /** From this day on people are asked whether it is so. */
  ask_on?: string;
  /** SHA-256 and bytes. */
  sound?: [string, number];
}

export const FULFILLED = ['yes', 'partly', 'no', 'unknown'] as const;
export type Fulfilled = (typeof FULFILLED)[number];

/** What somebody has seen of them, and answered. */
export interface RepliesSeen {
  seen?: string[];
  answered?: Record<string, Fulfilled>;
}

export interface PlaceReplyView extends PlaceReply {
  isNew: boolean;
  /** Its day has come, and nobody of this profile has answered. */
  asks: boolean;
  answered: Fulfilled | null;
}

export const REPLY_DEFINITION: Definition = {
  name: CONFIRMATION,
  version: '1',
  title: { fr: 'C’est fait ?', en: 'Is it done?' },
  languages: ['fr', 'en'],
  default_language: 'fr',
  questions: [
    { name: 'reply', type: 'text', label: { fr: 'Réponse', en: 'Reply' }, required: true },
    {
      name: 'fulfilled',
      type: 'select_one',
      label: { fr: 'C’est fait ?', en: 'Is it done?' },
      required: true,
      choices: FULFILLED.map((name) => ({ name, label: { fr: name, en: name } })),
    },
    { name: 'why', type: 'text', label: { fr: 'Pourquoi', en: 'Why' } },
    { name: WHY_VOICE, type: 'audio', label: { fr: 'Voix', en: 'Voice' } },
  ],
};

/** Each reply once, however many of the phone's places it is for; those that ask and those that are new first. */
export function placeReplies(rows: readonly PlaceReply[], of: RepliesSeen, today: string): PlaceReplyView[] {
  const views = new Map<string, PlaceReplyView>();
  for (const row of rows) {
    const answered = of.answered?.[row.id] ?? null;
    const asks = !!row.ask_on && row.ask_on <= today && answered === null;
    views.set(row.id, { ...row, isNew: !of.seen?.includes(row.id), asks, answered });
  }
  const rank = (one: PlaceReplyView): number => (one.asks ? 2 : one.isNew ? 1 : 0);
  return Array.from(views.values()).sort((a, b) => rank(b) - rank(a) || (a.day < b.day ? 1 : -1));
}
