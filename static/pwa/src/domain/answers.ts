// Where an answer is: under its question's name, or in a repeat under `problems[1].what` (times count from 1, as in
// XPath). Pure.

import type { Answer, Answers } from './definition';
import { owns } from './expression';

/** The key of a question's answer; `index` counts from 0. */
export const keyOf = (name: string, repeat?: string, index = 0): string =>
  repeat === undefined ? name : `${repeat}[${index + 1}].${name}`;

/** The parts of a key: the repeat's name and the index from 0 are missing outside of repeats. */
export function partsOf(key: string): { name: string; repeat?: string; index: number } {
  const found = /^([^[\].]+)\[([1-9][0-9]*)\]\.(.+)$/.exec(key);
  return found
    ? { name: found[3] as string, repeat: found[1] as string, index: Number(found[2]) - 1 }
    : { name: key, index: 0 };
}

/** The answers of each time of a repeat; none when it was not answered. */
export function timesOf(answers: Answers, repeat: string): Answers[] {
  const times = owns(answers, repeat) ? answers[repeat] : [];
  return Array.isArray(times)
    ? (times as unknown[]).map((each) => (each && typeof each === 'object' ? (each as Answers) : {}))
    : [];
}

/** The answer under a key; undefined when there is none. */
export function answerAt(answers: Answers, key: string): Answer | undefined {
  const { name, repeat, index } = partsOf(key);
  const among = repeat === undefined ? answers : timesOf(answers, repeat)[index] || {};
  return owns(among, name) ? among[name] : undefined;
}

/** The answers with one of them set, or taken away. A time that is not there yet begins with `blank`. */
export function withAnswer(
  answers: Answers,
  key: string,
  value: Answer | undefined,
  blank: (repeat: string, index: number) => Answers = () => ({}),
): Answers {
  const { name, repeat, index } = partsOf(key);
  if (repeat === undefined) return put(answers, name, value);
  const times = timesOf(answers, repeat);
  while (times.length <= index) times.push(blank(repeat, times.length));
  times[index] = put(times[index] as Answers, name, value);
  return { ...answers, [repeat]: times };
}

function put(answers: Answers, name: string, value: Answer | undefined): Answers {
  const next = { ...answers };
  if (value === undefined || value === '') delete next[name];
  else next[name] = value;
  return next;
}

/** Things by key, without one time of a repeat: what came after it moves up. */
export function withoutTime<Thing>(
  things: Record<string, Thing>,
  repeat: string,
  index: number,
): Record<string, Thing> {
  const left: Record<string, Thing> = {};
  for (const key of Object.keys(things)) {
    const at = partsOf(key);
    if (at.repeat !== repeat || at.index < index) left[key] = things[key] as Thing;
    else if (at.index > index) left[keyOf(at.name, repeat, at.index - 1)] = things[key] as Thing;
  }
  return left;
}
