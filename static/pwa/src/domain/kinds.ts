// Can an answer be one to a question of its kind? Pure. The server asks the same (feedback_app/forms/engine/kinds.py).

import type { Node } from './definition';
import { clockNumber, momentNumber } from './expression';

/** Codes as in validation.py. */
export type Reason =
  | 'required'
  | 'constraint'
  | 'wrong-type'
  | 'empty'
  | 'too-long'
  | 'out-of-range'
  | 'unknown-choice'
  | 'chosen-twice'
  | 'choice-not-offered'
  | 'not-all-ranked'
  | 'not-a-day'
  | 'not-a-time'
  | 'not-a-point'
  | 'not-a-medium';

const LONGEST_TEXT = 10000;
const LONGEST_PROJECT = 80;
const DAY = 10;
const EARLIEST_YEAR = 1800;
const LATEST_YEAR = 2199;
/** What an `acknowledge` is answered with, as in ODK. */
export const ACKNOWLEDGED = 'OK';

/** What is wrong with an answer by its kind alone; undefined when nothing is. */
export function typeFault(node: Node, answer: unknown): Reason | undefined {
  switch (node.type) {
    case 'integer':
    case 'decimal':
    case 'range':
      return numberFault(node, answer);
    case 'select_multiple':
      return choicesFault(node, answer);
    case 'rank':
      return (
        choicesFault(node, answer) ||
        (!node.choice_filter && (answer as string[]).length < (node.choices || []).length
          ? 'not-all-ranked'
          : undefined)
      );
    case 'geopoint':
      return pointFault(answer);
    case 'acknowledge':
      return answer === ACKNOWLEDGED ? undefined : 'wrong-type';
  }
  return typeof answer === 'string' ? textFault(node, answer) : 'wrong-type';
}

function textFault(node: Node, answer: string): Reason | undefined {
  switch (node.type) {
    case 'select_one':
      return choiceFault(node, answer);
    case 'date':
      return answer.length === DAY && Number.isFinite(momentNumber(answer)) ? yearFault(answer) : 'not-a-day';
    case 'time':
      return Number.isFinite(clockNumber(answer)) ? undefined : 'not-a-time';
    case 'dateTime':
      return answer.length > DAY && Number.isFinite(momentNumber(answer)) ? yearFault(answer) : 'not-a-time';
    case 'text':
      return answer === '' ? 'empty' : Array.from(answer).length > LONGEST_TEXT ? 'too-long' : undefined;
  }
  // A draft may name a photo or a voice in its own way; the record names it by its SHA-256.
  return answer === '' ? 'not-a-medium' : undefined;
}

/** 0204 and 2924 are slips of the finger; nobody here speaks of such days. */
const yearFault = (moment: string): Reason | undefined =>
  between(Number(moment.slice(0, 4)), EARLIEST_YEAR, LATEST_YEAR) ? undefined : 'not-a-day';

const between = (value: unknown, low: number, high: number): boolean =>
  typeof value === 'number' && value >= low && value <= high;

function numberFault(node: Node, answer: unknown): Reason | undefined {
  if (typeof answer !== 'number' || Number.isNaN(answer)) return 'wrong-type';
  if (node.type === 'integer' && Number.isFinite(answer) && Math.trunc(answer) !== answer) return 'wrong-type';
  if (!(Math.abs(answer) <= Number.MAX_SAFE_INTEGER)) return 'out-of-range';
  return node.type === 'range' && !onScale(node, answer) ? 'out-of-range' : undefined;
}

/** Start, end and step of a `range`; the step goes from the start towards the end. */
export function scale({ parameters = {} }: Node): [start: number, end: number, step: number] {
  const { start = '0', end = '10', step = '1' } = parameters;
  const up = Number(end) >= Number(start);
  return [Number(start), Number(end), Math.abs(Number(step)) * (up ? 1 : -1)];
}

function onScale(node: Node, answer: number): boolean {
  const [start, end, step] = scale(node);
  const steps = (answer - start) / step;
  return steps >= -1e-9 && steps <= (end - start) / step + 1e-9 && Math.abs(steps - Math.round(steps)) <= 1e-6;
}

function choiceFault(node: Node, answer: string): Reason | undefined {
  if ((node.choices || []).some((choice) => choice.name === answer)) return undefined;
  const isProject =
    (node.appearance || '').split(' ').indexOf('project') >= 0 && answer.length > 0 && answer.length <= LONGEST_PROJECT;
  return isProject ? undefined : 'unknown-choice';
}

function choicesFault(node: Node, answer: unknown): Reason | undefined {
  if (!Array.isArray(answer)) return 'wrong-type';
  if (!answer.length) return 'empty';
  const names = (node.choices || []).map((choice) => choice.name);
  if (!answer.every((each) => names.indexOf(each as string) >= 0)) return 'unknown-choice';
  return new Set(answer).size < answer.length ? 'chosen-twice' : undefined;
}

function pointFault(answer: unknown): Reason | undefined {
  if (!answer || typeof answer !== 'object' || Array.isArray(answer)) return 'wrong-type';
  const { lat, lon, accuracy_m: accuracy = null, ...rest } = answer as Record<string, unknown>;
  const fits =
    !Object.keys(rest).length &&
    between(lat, -90, 90) &&
    between(lon, -180, 180) &&
    (accuracy === null || between(accuracy, 0, 1e7));
  return fits ? undefined : 'not-a-point';
}
