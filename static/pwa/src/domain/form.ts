// Going through an instrument with answers in hand: what is asked, what stands on which screen, what is wrong.
// Pure. The server judges the same way (feedback_app/capture/walk.py, validation.py; tests/vectors/forms.json).
// A question depends only on what stands before it, so one pass in order settles everything.

import type { Answer, Answers, Definition, Node, Texts } from './definition';
import { evaluate, fromAnswer, momentNumber, owns, text, truth } from './expression';
import type { Context, Value } from './expression';

/** When and in which language. `today` is the local day of the record's `recorded_at`, so that the server finds the
 * same; `now` a time with its offset. */
export interface Moment {
  today: string;
  now: string;
  language: string;
}

export interface Walk {
  /** The nodes that are asked, groups before what they hold, in order. */
  nodes: Node[];
  /** Their values, those of calculates too. */
  values: Record<string, Value>;
  context: Context;
}

/** What stands together on the screen: one question, or a group with all it asks. `name` identifies the screen. */
export interface Screen {
  name: string;
  /** Set when the screen is a group (`field-list`, `affective-slider`); its own label goes above. */
  group?: Node;
  /** What is asked on it now, in order; never empty. */
  nodes: Node[];
}

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
  | 'not-a-day'
  | 'not-a-point'
  | 'not-a-medium';

export interface Fault {
  field: string;
  reason: Reason;
  /** The instrument's own sentence for it. */
  message?: Texts;
}

const SILENT = ['note', 'group'];
const ONE_SCREEN = ['field-list', 'affective-slider'];
const LONGEST_TEXT = 10000;
const LONGEST_PROJECT = 80;

/** Whether a node has a word in its appearance. */
export function looks(node: Node, word: string): boolean {
  return (node.appearance || '').split(' ').indexOf(word) >= 0;
}

/** A text in a language, else in the instrument's own, else in any, else ''. */
export function say(texts: Texts | undefined, language: string, fallback = 'fr'): string {
  const all = texts || {};
  return all[language] || all[fallback] || all[Object.keys(all)[0] as string] || '';
}

export function eachNode(nodes: Node[], visit: (node: Node) => void): void {
  for (const node of nodes) {
    visit(node);
    eachNode(node.children || [], visit);
  }
}

/** The label of a choice; '' when there is no such question or choice. */
export function choiceLabel(definition: Definition, question: string, choice: string, language: string): string {
  let found = '';
  eachNode(definition.questions, (node) => {
    if (node.name !== question) return;
    for (const each of node.choices || []) {
      if (each.name === choice) found = say(each.label, language, definition.default_language);
    }
  });
  return found;
}

/** Goes through the instrument once. */
export function walk(definition: Definition, answers: Answers, moment: Moment): Walk {
  const values: Record<string, Value> = Object.create(null);
  const context: Context = {
    values,
    today: moment.today,
    now: moment.now,
    choiceLabel: (question, choice) => choiceLabel(definition, question, choice, moment.language),
  };
  const nodes: Node[] = [];
  const visit = (node: Node): void => {
    if (node.relevant && !truth(evaluate(node.relevant, context))) return;
    nodes.push(node);
    if (node.type === 'calculate') values[node.name] = evaluate(node.calculation, context);
    else if (SILENT.indexOf(node.type) < 0) {
      values[node.name] = owns(answers, node.name) ? fromAnswer(answers[node.name]) : '';
    }
    (node.children || []).forEach(visit);
  };
  definition.questions.forEach(visit);
  return { nodes, values, context };
}

/** The screens in order. A group that is not one screen only orders its questions. */
export function screens(walked: Walk): Screen[] {
  const asked = new Set(walked.nodes);
  const inGroup = new Set<Node>();
  const found: Screen[] = [];
  for (const node of walked.nodes) {
    if (inGroup.has(node) || node.type === 'calculate') continue;
    if (node.type !== 'group') found.push({ name: node.name, nodes: [node] });
    else if (ONE_SCREEN.some((word) => looks(node, word))) {
      const nodes = (node.children || []).filter((child) => asked.has(child) && child.type !== 'calculate');
      (node.children || []).forEach((child) => inGroup.add(child));
      if (nodes.length) found.push({ name: node.name, group: node, nodes });
    }
  }
  return found;
}

/** The screen `step` places away (1 next, -1 previous); undefined beyond the ends. A screen that is no longer asked
 * is looked for by its place in the instrument. */
export function neighbour(definition: Definition, walked: Walk, name: string, step: 1 | -1): Screen | undefined {
  const places: Record<string, number> = Object.create(null);
  let count = 0;
  eachNode(definition.questions, (node) => (places[node.name] = count++));
  const here = places[name] === undefined ? -1 : (places[name] as number);
  const all = screens(walked);
  const beyond = all.filter((screen) => ((places[screen.name] as number) - here) * step > 0);
  return step > 0 ? beyond[0] : beyond[beyond.length - 1];
}

/** Whether a question must be answered, as things stand. */
export function isRequired(node: Node, walked: Walk): boolean {
  const required = node.required || false;
  return typeof required === 'boolean' ? required : truth(evaluate(required, walked.context));
}

/** What is wrong with the answer to one asked question; undefined when nothing is. */
export function fault(node: Node, answers: Answers, walked: Walk): Fault | undefined {
  const { name } = node;
  if (SILENT.indexOf(node.type) >= 0 || node.type === 'calculate') return undefined;
  if (!owns(answers, name)) {
    return isRequired(node, walked) ? withMessage(name, 'required', node.required_message) : undefined;
  }
  const reason = typeFault(node, answers[name]);
  if (reason) return { field: name, reason };
  const context = { ...walked.context, own: walked.values[name] as Value };
  if (node.constraint && !truth(evaluate(node.constraint, context))) {
    return withMessage(name, 'constraint', node.constraint_message);
  }
  return undefined;
}

/** Everything that is wrong with what is asked, in order. Empty: the record can be finished. */
export function faults(answers: Answers, walked: Walk): Fault[] {
  return walked.nodes.map((node) => fault(node, answers, walked)).filter(Boolean) as Fault[];
}

/** The answers as they are kept when the record is finished: those of questions that are no longer asked are
 * dropped, calculated ones are put in, empty ones are left out. */
export function settle(answers: Answers, walked: Walk): Answers {
  const kept: Answers = {};
  for (const node of walked.nodes) {
    const { name } = node;
    if (node.type === 'calculate') {
      const value = walked.values[name] as Value;
      if (typeof value === 'number' ? isFinite(value) : value !== '') kept[name] = value;
    } else if (SILENT.indexOf(node.type) < 0 && owns(answers, name) && !isEmpty(answers[name])) {
      kept[name] = answers[name] as Answer;
    }
  }
  return kept;
}

/** How many of the screens hold an answer, of how many: `[done, all]`. A note needs none. */
export function progress(answers: Answers, walked: Walk): [number, number] {
  const all = screens(walked);
  const open = (node: Node): boolean => node.type !== 'note' && !owns(answers, node.name);
  return [all.filter((screen) => !screen.nodes.every(open)).length, all.length];
}

/** A label with every `${question}` replaced by its answer, or by the label of the choice taken. */
export function interpolate(
  definition: Definition,
  texts: Texts | undefined,
  values: Record<string, Value>,
  language: string,
): string {
  return say(texts, language, definition.default_language).replace(/\$\{\s*([^}]*?)\s*\}/g, (_, name: string) => {
    const value = text(owns(values, name) ? (values[name] as Value) : '');
    const labels = value.split(' ').map((each) => choiceLabel(definition, name, each, language));
    return labels.every(Boolean) ? labels.join(', ') : value;
  });
}

function withMessage(field: string, reason: Reason, message?: Texts): Fault {
  return message ? { field, reason, message } : { field, reason };
}

const isEmpty = (answer: unknown): boolean =>
  answer === undefined || answer === null || answer === '' || (Array.isArray(answer) && !answer.length);

const between = (value: unknown, low: number, high: number): boolean =>
  typeof value === 'number' && value >= low && value <= high;

function typeFault(node: Node, answer: unknown): Reason | undefined {
  switch (node.type) {
    case 'integer':
    case 'decimal':
      if (typeof answer !== 'number' || answer !== answer) return 'wrong-type';
      if (node.type === 'integer' && isFinite(answer) && Math.trunc(answer) !== answer) return 'wrong-type';
      return Math.abs(answer) <= Number.MAX_SAFE_INTEGER ? undefined : 'out-of-range';
    case 'select_multiple':
      return choicesFault(node, answer);
    case 'geopoint':
      return pointFault(answer);
  }
  if (typeof answer !== 'string') return 'wrong-type';
  if (node.type === 'select_one') return choiceFault(node, answer);
  if (node.type === 'date') return answer.length === 10 && isFinite(momentNumber(answer)) ? undefined : 'not-a-day';
  if (node.type === 'text') {
    return answer === '' ? 'empty' : Array.from(answer).length > LONGEST_TEXT ? 'too-long' : undefined;
  }
  // A draft may name a photo or a voice in its own way; the record names it by its SHA-256.
  return answer === '' ? 'not-a-medium' : undefined;
}

function choiceFault(node: Node, answer: string): Reason | undefined {
  if ((node.choices || []).some((choice) => choice.name === answer)) return undefined;
  const isProject = looks(node, 'project') && answer.length > 0 && answer.length <= LONGEST_PROJECT;
  return isProject ? undefined : 'unknown-choice';
}

function choicesFault(node: Node, answer: unknown): Reason | undefined {
  if (!Array.isArray(answer)) return 'wrong-type';
  if (!answer.length) return 'empty';
  const names = (node.choices || []).map((choice) => choice.name);
  if (!answer.every((each) => names.indexOf(each) >= 0)) return 'unknown-choice';
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
