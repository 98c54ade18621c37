// Making an entry: its bytes, its digest. What is made here is never written anew by anyone.

import { answerAt } from './answers';
import { looks, settle, walk } from './form';
import type { Answers, Definition, Node } from './definition';
import { allWellFormed, isBlank } from './text';
import type { Body, Draft, Enrolment, Entry, MediaRef } from './types';
import { localTime, sha256 } from './record';

/** The body of a finished draft. Answers to questions that are no longer asked are left out, and their media too. */
export function makeBody(draft: Draft, definition: Definition, enrolment: Enrolment, at: Date): Body {
  const recorded = localTime(at);
  const moment = { today: recorded.slice(0, 10), now: recorded, language: draft.consent?.language ?? 'fr' };
  const walked = walk(definition, draft.answers, moment);
  const answers = settle(draft.answers, walked);
  const project = walked.nodes.find((node) => !node.time && looks(node, 'project'));
  const point = walked.nodes.find((node) => node.type === 'geopoint' && !node.time && answers[node.name] !== undefined);
  const media: MediaRef[] = Object.values(draft.media).filter((one) => answerAt(answers, one.question) === one.sha256);
  return allWellFormed({
    instrument: draft.instrument,
    instrument_version: definition.version,
    programme: enrolment.scope.programme,
    place: draft.place ?? enrolment.scope.place,
    project: project ? projectOf(project, answers) : null,
    author: enrolment.person.id,
    recorded_at: recorded,
    duration_ms: Math.max(0, Math.round(draft.spentMs)),
    mode: draft.mode,
    location: point
      ? { ...(answers[point.name] as unknown as { lat: number; lon: number; accuracy_m: number }), source: 'gps' }
      : null,
    consent: draft.consent as NonNullable<Draft['consent']>,
    answers,
    media,
    reply_to:
      draft.replyTo === null
        ? null
        : { decision: draft.replyTo, text: isBlank(draft.replyText) ? '' : draft.replyText.trim() },
  });
}

/** The body of a call for help: which form, roughly where and when; never an answer. `door` is the question that opened the
 * danger door; asking for help is the agreement to say that. */
export function makeCall(
  draft: Draft,
  on: { door: string; enrolment: Enrolment; place: string; consentVersion: string; language: string; at: Date },
): Body {
  const { door, enrolment, place, consentVersion, language, at } = on;
  const recorded = localTime(at);
  return {
    ...empty(draft, enrolment, `${recorded.slice(0, 14)}00:00.000${recorded.slice(23)}`),
    place,
    consent: { version: consentVersion, language, given_by: 'oral', attribution: 'anonymous', uses: { keep: true } },
    danger: door,
  };
}

/** The body by which an author takes a record back: no answers, and a no to keeping anything. The server erases the record. */
export function makeWithdrawal(draft: Draft, enrolment: Enrolment, at: Date): Body {
  const body = empty(draft, enrolment, localTime(at));
  return { ...body, consent: { ...body.consent, uses: { keep: false } } };
}

/** A body without answers. */
const empty = (draft: Draft, enrolment: Enrolment, recorded: string): Body => ({
  instrument: draft.instrument,
  instrument_version: draft.version,
  programme: enrolment.scope.programme,
  place: draft.place ?? enrolment.scope.place,
  project: null,
  author: enrolment.person.id,
  recorded_at: recorded,
  duration_ms: 0,
  mode: draft.mode,
  location: null,
  consent: draft.consent as NonNullable<Draft['consent']>,
  answers: {},
  media: [],
  reply_to: null,
});

/** The project that was chosen; null for an answer that names none, such as "I do not know". */
function projectOf(node: Node, answers: Answers): string | null {
  const chosen = answers[node.name];
  const plain = (node.choices ?? []).some((choice) => choice.name === chosen);
  return typeof chosen === 'string' && !plain ? chosen : null;
}

/** The entry of a body: its text, and the digest of the text's UTF-8 bytes. */
export async function makeEntry(id: string, rev: number, body: Body): Promise<Entry> {
  const text = JSON.stringify(body);
  return { id, rev, digest: await sha256(new TextEncoder().encode(text)), body: text };
}
