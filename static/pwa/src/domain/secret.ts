// Records whose code never answers, so that no phone promises one: `feedback_app/receipt/secret.py`, said for phones. Pure.

import type { Answers, Definition } from './definition';
import { walk } from './form';
import { QUARANTINED } from './states';
import type { RecordView, Term } from './types';

const sensitive = (terms: readonly Term[]): Set<string> =>
  new Set(terms.filter((term) => term.sensitive).map((term) => term.code));

/** Whether anything among the answers, however deep in repeats, is one of these codes, whatever the question is called. */
export function isDelicate(answers: unknown, codes: ReadonlySet<string>): boolean {
  if (typeof answers === 'string') return codes.has(answers);
  return (
    typeof answers === 'object' && answers !== null && Object.values(answers).some((each) => isDelicate(each, codes))
  );
}

/** Whether somebody may be in danger: the record passed the note that was the danger door of forms without a mark. */
export function passedDoor(definition: Definition | null, answers: Answers): boolean {
  if (!definition) return false;
  return walk(definition, answers, { today: '', now: '', language: definition.default_language }).nodes.some(
    ({ type, picture }) => type === 'note' && picture === 'porte',
  );
}

/** About a delicate subject by its answers or by a reviewer's reason, or kept in quarantine, where nobody knows. */
export function isSecret(
  record: RecordView,
  answers: unknown,
  words: { domains: readonly Term[]; reasons: readonly Term[] },
): boolean {
  const marks = sensitive(words.reasons);
  const marked = record.fates.some((fate) => !!fate.reason && marks.has(fate.reason));
  return record.state === QUARANTINED || marked || isDelicate(answers, sensitive(words.domains));
}
