// Whether somebody has said anything in a draft. One that was only opened is no draft for those who look. Pure.

import { answerAt } from './answers';
import type { Answers, Definition } from './definition';
import { firstAnswers, walk } from './form';
import { localTime } from './record';
import type { Draft } from './types';

/** False as long as nothing was answered: what a form fills in by itself, and the place, are nobody's word. */
export function isStarted(draft: Draft, definition: Definition | null): boolean {
  if (draft.rev > 1 || draft.consent || draft.replyText || Object.keys(draft.media).length || !definition) return true;
  const now = localTime(new Date(draft.startedAt));
  const moment = { today: now.slice(0, 10), now, language: definition.default_language };
  const first = firstAnswers(definition, moment);
  return walk(definition, draft.answers, moment).nodes.some(
    (node) => !node.calculation && says(draft.answers, node.key, first, !!node.dynamic_default),
  );
}

/** A default that chance or the moment made cannot be made again: such an answer counts for none. */
function says(answers: Answers, key: string, first: Answers, filledIn: boolean): boolean {
  const answer = answerAt(answers, key);
  return answer !== undefined && !filledIn && JSON.stringify(answer) !== JSON.stringify(answerAt(first, key));
}
