// Whether an answer to the Lab's question says anything: a text, or an answer that is not as it was.

import { useEffect, useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import { answerAt } from '../domain/answers';
import type { Answers } from '../domain/definition';
import type { Walk } from '../domain/form';
import { isBlank } from '../domain/text';
import type { Draft } from '../domain/types';
import type { Editing } from './draft';

/** What was sent before: its answers and its place. */
export interface Before {
  answers: Answers;
  place: string;
}

/** True for an answer to the Lab without a word and without a change. What calculations came to is nobody's word. Pure. */
export function saysNothing(draft: Draft, answers: Answers, walked: Walk, before: Before): boolean {
  if (draft.replyTo === null || !isBlank(draft.replyText)) return false;
  const differs = walked.nodes.some(
    (node) =>
      !node.calculation &&
      node.type !== 'group' &&
      !same(answerAt(answers, node.key), answerAt(before.answers, node.key)),
  );
  return !differs && draft.place === before.place;
}

const same = (one: unknown, other: unknown): boolean => sorted(one) === sorted(other);

/** The order in which the parts of an answer were written down says nothing. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? '';

/** The same for a draft on the screen; false until what was sent before has been read. */
export function useSaysNothing(app: Uses<'records'>, { draft, answers, walked }: Editing): boolean {
  const [before, setBefore] = useState<Before | null>(null);
  const { id, replyTo } = draft;
  useEffect(() => {
    if (replyTo === null) return;
    const place = app.records.all.value.find((each) => each.id === id)?.place ?? '';
    void app.records
      .answersOf(id)
      .then((answered) => answered && setBefore({ answers: answered.answers as Answers, place }));
  }, [id, replyTo]);
  return !!before && saysNothing(draft, answers, walked, before);
}
