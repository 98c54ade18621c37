// Going through an instrument with answers in hand: what is asked, on which screen, what is wrong.
// Pure. The server judges the same way (feedback_app/forms/engine/walk.py, validation.py; tests/vectors/forms.json).
// A question depends only on what comes before it, so one pass in order settles everything.

import { answerAt, keyOf, timesOf } from './answers';
import type { Answer, Answers, Choice, Definition, Expr, Node, Translations } from './definition';
import { bounded, evaluate, fromAnswer, owns, text, truth } from './expression';
import type { Context, Value } from './expression';
import { typeFault } from './kinds';
import type { Reason } from './kinds';
import { isBlank } from './text';

export type { Reason } from './kinds';

/** When and in which language. `today` is the local day of the record's `recorded_at`, so that the server finds the
 * same; `now` a time with its offset. */
export interface Moment {
  today: string;
  now: string;
  language: string;
}

/** A node as it is asked: in a repeat, once for each time. */
export interface AskedNode extends Node {
  /** The key of its answer: its name, or `problems[1].what`. */
  key: string;
  /** What is known where it is asked. */
  context: Context;
  /** Which time of which repeat it belongs to. */
  time?: { repeat: string; index: number };
}

export interface Walk {
  /** What is asked, groups before what they hold, in order. */
  nodes: AskedNode[];
  /** The values of questions outside of repeats, those of calculates too. */
  values: Record<string, Value>;
  /** The question that opened the danger door: it is the last that is asked. */
  door?: AskedNode;
}

export interface Fault {
  /** The key of the answer. */
  field: string;
  reason: Reason;
  /** The instrument's own sentence for it. */
  message?: Translations;
}

/** The most times of one repeat, as on the server. */
export const MOST_TIMES = 200;
const SILENT = ['note', 'group', 'repeat'];
const ONCE = ['once', 'uuid', 'random'];

/** Whether a node has a word in its appearance. */
export function looks(node: Node, word: string): boolean {
  return (node.appearance || '').split(' ').indexOf(word) >= 0;
}

/** A text in a language, else in the instrument's own, else in any, else ''. */
export function say(texts: Translations | undefined, language: string, fallback = 'fr'): string {
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

/** What chance is made of where calculations ask for it. */
export interface Chance {
  random: () => number;
  uuid: () => string;
}

/** Goes through the instrument once. */
export function walk(definition: Definition, answers: Answers, moment: Moment, chance?: Chance): Walk {
  const nodes: AskedNode[] = [];
  const context: Context = {
    ...chance,
    values: Object.create(null) as Record<string, Value>,
    today: moment.today,
    now: moment.now,
    choiceLabel: (question, choice) => choiceLabel(definition, question, choice, moment.language),
    each: Object.create(null) as NonNullable<Context['each']>,
  };
  const door = visitAll(definition.questions, answers, context, nodes);
  return { nodes, values: context.values, ...(door ? { door } : {}) };
}

/** What is asked of these. Ends at the question that opens the danger door, and returns it. */
function visitAll(
  children: Node[],
  answers: Answers,
  context: Context,
  nodes: AskedNode[],
  time?: AskedNode['time'],
): AskedNode | undefined {
  const { values } = context;
  let door: AskedNode | undefined;
  for (const node of children) {
    if (node.relevant && !truth(evaluate(node.relevant, context))) continue;
    const asked: AskedNode = {
      ...node,
      key: keyOf(node.name, time?.repeat, time?.index),
      context,
      ...(time ? { time } : {}),
    };
    nodes.push(asked);
    if (node.type === 'repeat') door = visitTimes(node, answers, context, nodes);
    else if (node.calculation) {
      const own = owns(answers, node.name) ? fromAnswer(answers[node.name]) : '';
      const value = evaluate(node.calculation, { ...context, own });
      values[node.name] = Number.isNaN(value) ? '' : bounded(value); // that it came to no number is no value, as in ODK
    } else if (SILENT.indexOf(node.type) < 0) {
      values[node.name] =
        owns(answers, node.name) && !isUnsaid(node, answers[node.name]) ? fromAnswer(answers[node.name]) : '';
    }
    if (node.type === 'group') door = visitAll(node.children || [], answers, context, nodes, time);
    else if (opensDoor(node, owns(answers, node.name) ? answers[node.name] : undefined)) door = asked;
    if (door) return door;
  }
  return undefined;
}

/** Whether the danger door is open once this was asked and answered so. */
function opensDoor(node: Node, answer: Answer | undefined): boolean {
  const dangers = (node.choices || []).filter((choice) => choice.danger).map((choice) => choice.name);
  if (!dangers.length) return node.type === 'note' && !!node.danger;
  return (Array.isArray(answer) ? answer : [answer]).some((one) => dangers.indexOf(one as string) >= 0);
}

/** A walk of its own for each time; those after it may ask for the values of all. */
function visitTimes(repeat: Node, answers: Answers, context: Context, nodes: AskedNode[]): AskedNode | undefined {
  const times = timesOf(answers, repeat.name);
  const count = howOften(repeat, times.length, context);
  const each = context.each as NonNullable<Context['each']>;
  each[repeat.name] = Array.from({ length: count }, () => '');
  eachNode(repeat.children || [], (node) => (each[node.name] = []));
  for (let index = 0; index < count; index++) {
    const inner: Context = { ...within(context), position: index + 1 };
    const asked: AskedNode[] = [];
    const door = visitAll(repeat.children || [], times[index] || {}, inner, asked, { repeat: repeat.name, index });
    const here = new Set(asked.map((node) => node.name));
    eachNode(repeat.children || [], ({ name }) =>
      (each[name] as (Value | null)[]).push(here.has(name) ? valueIn(inner, name) : null),
    );
    nodes.push(...asked);
    if (door) return door;
  }
  return undefined;
}

const valueIn = ({ values }: Context, name: string): Value => (owns(values, name) ? (values[name] as Value) : '');

/** What is known here, to be added to without those outside learning of it. */
const within = (context: Context): Context => ({
  ...context,
  values: Object.assign(Object.create(null), context.values) as Record<string, Value>,
});

function howOften(repeat: Node, present: number, context: Context): number {
  const wanted = repeat.count ? Number(evaluate({ call: 'number', args: [repeat.count] }, context)) || 0 : present;
  return Math.trunc(Math.max(0, Math.min(wanted, MOST_TIMES)));
}

/** The answers that a draft begins with. */
export function firstAnswers(definition: Definition, moment: Moment, chance?: Chance): Answers {
  const [first] = walk(definition, {}, moment, chance).nodes;
  return first ? begun(definition.questions, first.context) : {};
}

/** The answers that one more time of a repeat begins with. */
export function firstOfTime(walked: Walk, repeat: string, index: number): Answers {
  const asked = walked.nodes.find((node) => node.type === 'repeat' && node.name === repeat);
  return asked ? begun(asked.children || [], { ...asked.context, position: index + 1 }) : {};
}

function begun(children: Node[], context: Context): Answers {
  const answers: Answers = {};
  const inner = within(context);
  const visit = (node: Node): void => {
    const first =
      node.default !== undefined
        ? node.default
        : node.dynamic_default && toAnswer(node, evaluate(node.dynamic_default, inner));
    if (first !== undefined && first !== '' && !typeFault(node, first)) {
      answers[node.name] = first;
      inner.values[node.name] = fromAnswer(first);
    }
    if (node.type === 'group') (node.children || []).forEach(visit);
  };
  children.forEach(visit);
  return answers;
}

/** A value as the answer it means to a question. */
function toAnswer(node: Node, value: Value): Answer {
  if (node.type === 'integer' || node.type === 'decimal' || node.type === 'range')
    return evaluate({ call: 'number', args: [{ lit: value }] }, NOTHING);
  if (node.type === 'select_multiple' || node.type === 'rank') return text(value).split(/\s+/).filter(Boolean);
  if (node.type === 'date' && typeof value === 'string') return value.slice(0, 10);
  return text(value);
}

const NOTHING: Context = { values: {}, today: '' };

/** What calculations came to for the first time and keep from then on: `[key, value]`. */
export function firsts(walked: Walk, answers: Answers): [string, Value][] {
  const isOnce = (tree: Expr): boolean => 'call' in tree && (ONCE.indexOf(tree.call) >= 0 || tree.args.some(isOnce));
  return walked.nodes
    .filter((node) => node.calculation && isOnce(node.calculation) && answerAt(answers, node.key) === undefined)
    .map((node): [string, Value] => [node.key, node.context.values[node.name] as Value])
    .filter(([, value]) => value !== '' && !Number.isNaN(value));
}

/** Whether a question must be answered, as things stand. */
export function isRequired(node: AskedNode): boolean {
  const required = node.required || false;
  return typeof required === 'boolean' ? required : truth(evaluate(required, node.context));
}

/** The choices that are offered now. */
export function offered(node: AskedNode): Choice[] {
  const { choices = [], choice_filter: filter } = node;
  if (!filter) return choices;
  return choices.filter(({ name, columns }) =>
    truth(evaluate(filter, { ...node.context, columns: { name, ...columns } })),
  );
}

/** What is wrong with the answer to one asked question; undefined when nothing is. */
export function fault(node: AskedNode, answers: Answers): Fault | undefined {
  const { key } = node;
  if (node.type === 'note' && isRequired(node)) return withMessage(key, 'required', node.required_message); // it holds one back
  if (SILENT.indexOf(node.type) >= 0 || node.calculation) return undefined;
  const answer = answerAt(answers, key);
  if (answer === undefined || isUnsaid(node, answer))
    return isRequired(node) ? withMessage(key, 'required', node.required_message) : undefined;
  const reason = typeFault(node, answer) || offerFault(node, answer);
  if (reason) return { field: key, reason };
  const context = { ...node.context, own: node.context.values[node.name] as Value };
  if (node.constraint && !truth(evaluate(node.constraint, context))) {
    return withMessage(key, 'constraint', node.constraint_message);
  }
  return undefined;
}

function offerFault(node: AskedNode, answer: Answer): Reason | undefined {
  if (!node.choice_filter) return undefined;
  const names = (node.choices || []).map((choice) => choice.name);
  const now = offered(node).map((choice) => choice.name);
  const given = (Array.isArray(answer) ? answer : [answer]) as string[];
  if (given.some((name) => names.indexOf(name) >= 0 && now.indexOf(name) < 0)) return 'choice-not-offered';
  return node.type === 'rank' && given.length < now.length ? 'not-all-ranked' : undefined;
}

/** How many times a repeat is asked now. */
export const timesAsked = (repeat: AskedNode): number =>
  ((repeat.context.each as NonNullable<Context['each']>)[repeat.name] as Value[]).length;

/** Everything that is wrong with what is asked, in order. Empty: the record can be finished. Behind the danger door nothing
 * is. */
export function faults(answers: Answers, walked: Walk): Fault[] {
  if (walked.door) return [];
  return walked.nodes.map((node) => fault(node, answers)).filter(Boolean) as Fault[];
}

/** The answers as they are stored when the record is finished: those of questions that are no longer asked are
 * dropped, calculated ones are put in, empty ones are left out. */
export function settle(answers: Answers, walked: Walk): Answers {
  const relevant: Answers = {};
  if (walked.door) return relevant; // who asked for help answered nothing else
  for (const node of walked.nodes) {
    const into = node.time ? ((relevant[node.time.repeat] as Answers[])[node.time.index] as Answers) : relevant;
    if (node.type === 'repeat') {
      const count = timesAsked(node);
      if (count) relevant[node.name] = Array.from({ length: count }, () => ({}));
    } else if (node.calculation) {
      const value = node.context.values[node.name] as Value;
      if (typeof value === 'number' ? Number.isFinite(value) : value !== '') into[node.name] = value;
    } else if (SILENT.indexOf(node.type) < 0) {
      const answer = answerAt(answers, node.key);
      if (!isEmpty(answer) && !isUnsaid(node, answer)) into[node.name] = answer as Answer;
    }
  }
  return relevant;
}

/** A label with every `${question}` replaced by its answer, or by the label of the choice taken. */
export function interpolate(
  definition: Definition,
  texts: Translations | undefined,
  values: Record<string, Value>,
  language: string,
): string {
  return say(texts, language, definition.default_language).replace(/\$\{\s*([^}]*?)\s*\}/g, (_, name: string) => {
    const value = text(owns(values, name) ? (values[name] as Value) : '');
    const labels = value.split(' ').map((each) => choiceLabel(definition, name, each, language));
    return labels.every(Boolean) ? labels.join(', ') : value;
  });
}

function withMessage(field: string, reason: Reason, message?: Translations): Fault {
  return message ? { field, reason, message } : { field, reason };
}

/** Blanks and line ends say nothing: such a text is no answer. */
export const isUnsaid = (node: Node, answer: unknown): boolean =>
  node.type === 'text' && typeof answer === 'string' && answer !== '' && isBlank(answer);

const isEmpty = (answer: unknown): boolean =>
  answer === undefined || answer === null || answer === '' || (Array.isArray(answer) && !answer.length);
