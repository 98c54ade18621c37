// Records whose code never answers, so that no phone promises one: `feedback_app/receipt/sensitive.py`, said for phones. Pure.

import type { Answers, Definition, Node } from './definition';
import { owns } from './expression';
import { walk } from './form';
import { SENSITIVE } from './meaning';
import { QUARANTINED } from './states';
import type { RecordView, Term } from './types';

const sensitive = (terms: readonly Term[]): Set<string> =>
  new Set(terms.filter((term) => term.sensitive).map((term) => term.code));

/** Whether being known to have given these answers can harm someone: one of them, however deep, is one of these codes,
 * whatever its question is called; or a question that means just that was not answered by a plain no. */
export function isSensitive(definition: Definition | null, answers: unknown, codes: ReadonlySet<string>): boolean {
  return holdsAny(answers, codes) || (!!definition && isMarked(definition.questions, answers));
}

function holdsAny(answers: unknown, codes: ReadonlySet<string>): boolean {
  if (typeof answers === 'string') return codes.has(answers);
  return isObject(answers) && Object.values(answers).some((each) => holdsAny(each, codes));
}

function isMarked(nodes: readonly Node[], answers: unknown): boolean {
  if (!isObject(answers)) return false;
  return nodes.some(({ name, type, means, children = [] }) => {
    const answer = owns(answers, name) ? answers[name] : undefined;
    if (type === 'repeat') return Array.isArray(answer) && answer.some((time) => isMarked(children, time));
    return (means === SENSITIVE && saysYes(answer)) || isMarked(children, answers);
  });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const PLAIN_NO = ['', '0', 'no', 'non', 'false'];

function saysYes(answer: unknown): boolean {
  if (typeof answer === 'string') return !PLAIN_NO.includes(answer.trim().toLowerCase());
  return answer !== undefined && answer !== null && answer !== false && answer !== 0;
}

/** Whether somebody may be in danger: the record passed the note that was the danger door of forms without a mark. */
export function passedDoor(definition: Definition | null, answers: Answers): boolean {
  if (!definition) return false;
  return walk(definition, answers, { today: '', now: '', language: definition.default_language }).nodes.some(
    ({ type, picture }) => type === 'note' && picture === 'porte',
  );
}

/** Sensitive by its answers or by a reviewer's reason, or quarantined, where nobody knows. */
export function isSensitiveRecord(
  record: RecordView,
  { definition, answers }: { definition: Definition | null; answers: unknown },
  words: { domains: readonly Term[]; reasons: readonly Term[] },
): boolean {
  const marks = sensitive(words.reasons);
  const marked = record.events.some((event) => !!event.reason && marks.has(event.reason));
  return record.state === QUARANTINED || marked || isSensitive(definition, answers, sensitive(words.domains));
}
