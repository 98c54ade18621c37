// What an expression tree comes to: XPath 1.0 as XLSForm uses it. Pure; never throws for any tree or answers.
// Trees are parsed on the server; feedback_app/forms/engine/evaluate.py evaluates the same ones, and
// tests/vectors/expressions.json holds both to the same answers.

import type { Expr } from './definition';

/** A text, a number (NaN possible) or a truth. An empty answer is ''. A date is its text. */
export type Value = string | number | boolean;

export interface Context {
  /** Values by question name. */
  values: Record<string, Value>;
  /** What `.` is. */
  own?: Value;
  /** YYYY-MM-DD */
  today: string;
  /** A time with its offset. */
  now?: string;
  /** Empty when there is no such question or choice. */
  choiceLabel?: (question: string, choice: string) => string;
  /** The values of a repeat's question, one for every time, null where it was not asked; under the repeat's own name as
   * many as there are times. */
  each?: Record<string, (Value | null)[]>;
  /** Which time of a repeat this is, from 1. */
  position?: number;
  /** The columns of the choice that a filter looks at. */
  columns?: Record<string, string>;
  /** A number from 0 up to 1, and a new UUID. */
  random?: () => number;
  uuid?: () => string;
}

const DEEPEST = 40;
const LONGEST_NUMBER = 400;
const LONGEST_MATCHED = 200;
const LONGEST_TEXT = 10000;
// From here on numbers have no fraction to cut off.
const EXACT = 2 ** 52;
const DAY_MS = 86400000;
const CLOCK = /^([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?$/;
const NUMBER = /^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/;
const MOMENT =
  /^([1-9][0-9]{3}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:[0-9]{2}))?$/;

export const owns = (thing: object, key: string): boolean => Object.prototype.hasOwnProperty.call(thing, key);

const trim = (text: string): string => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
const words = (value: Value): string[] =>
  text(value)
    .split(/[ \t\r\n]+/)
    .filter(Boolean);

/** A value whose text is no longer than an answer may be: a form could double it until the memory is full. */
export function bounded(value: Value): Value {
  if (typeof value !== 'string' || value.length <= LONGEST_TEXT) return value;
  return Array.from(value.slice(0, 2 * LONGEST_TEXT))
    .slice(0, LONGEST_TEXT)
    .join('');
}

/** The texts of these one after another. */
function joined(values: Value[], between = ''): Value {
  let made = '';
  for (let at = 0; at < values.length && made.length <= 2 * LONGEST_TEXT; at++)
    made += (at ? between : '') + text(values[at]!);
  return bounded(made);
}

/** An answer as it travels, as a value; what is no answer is ''. */
export function fromAnswer(answer: unknown): Value {
  if (typeof answer === 'string' || typeof answer === 'number' || typeof answer === 'boolean') return answer;
  if (Array.isArray(answer)) return answer.filter((part) => typeof part === 'string').join(' ');
  if (answer && typeof answer === 'object') {
    const { lat, lon, accuracy_m } = answer as Record<string, unknown>;
    const accuracy = accuracy_m || 0;
    if (typeof lat === 'number' && typeof lon === 'number' && typeof accuracy === 'number') {
      return `${text(lat)} ${text(lon)} 0 ${text(accuracy)}`;
    }
  }
  return '';
}

/** XPath string(): numbers in full, without an exponent. */
export function text(value: Value): string {
  const written = String(value);
  if (typeof value !== 'number' || written.indexOf('e') < 0) return written;
  const [, sign, whole, fraction = '', exponent] = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(written) as string[];
  const point = 1 + Number(exponent);
  const digits = whole + fraction;
  return sign + (point > 0 ? digits.padEnd(point, '0') : `0.${'0'.repeat(-point)}${digits}`);
}

/** XPath number(), where a date counts its days from 1970-01-01; NaN when the text is no number. */
export function number(value: Value): number {
  if (typeof value !== 'string') return Number(value);
  if (value.length > LONGEST_NUMBER) return NaN;
  const stripped = trim(value);
  if (NUMBER.test(stripped)) return Number(stripped);
  const days = momentNumber(stripped);
  return Number.isNaN(days) ? clockNumber(stripped) : days;
}

/** A time of the day as a part of the day; NaN when there is none. */
export function clockNumber(clock: string): number {
  const [, hour, minute, second = 0, fraction = ''] = CLOCK.exec(clock) || [];
  if (!hour || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return NaN;
  const ms = Number(`${fraction}000`.slice(0, 3));
  return (((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + ms) / DAY_MS;
}

export function truth(value: Value): boolean {
  return typeof value === 'number' ? value !== 0 && !Number.isNaN(value) : !!value;
}

/** Days, with their fraction, from 1970-01-01T00:00Z to a day or to a time that names its offset; else NaN. */
export function momentNumber(moment: string): number {
  const found = MOMENT.exec(moment);
  if (!found) return NaN;
  const midnight = Date.parse(`${found[1]}T00:00:00Z`);
  // Date.parse takes the 31st of a month of 30 days for the 1st of the next.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== found[1]) return NaN;
  if (!found[2]) return midnight / DAY_MS;
  const [hour, minute, second] = [Number(found[2]), Number(found[3]), Number(found[4] || 0)];
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  const zone = found[6] as string;
  const offset = zone === 'Z' ? 0 : Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
  const ms = Number(`${found[5] || ''}000`.slice(0, 3));
  return (midnight + ((hour * 60 + minute - offset) * 60 + second) * 1000 + ms) / DAY_MS;
}

function dayText(days: number): string {
  if (!(days >= -354285 && days < 2932897)) return '';
  return new Date(Math.floor(days) * DAY_MS).toISOString().slice(0, 10);
}

const equal = (left: Value, right: Value): boolean =>
  typeof left === 'boolean' || typeof right === 'boolean'
    ? truth(left) === truth(right)
    : typeof left === 'string' && typeof right === 'string'
      ? left === right
      : number(left) === number(right);

function rounded(value: number, places: number): number {
  if (Number.isNaN(places)) return NaN;
  if (!(Math.abs(value) < EXACT)) return value;
  const power = 10 ** Math.min(15, Math.abs(Math.trunc(places)));
  const scaled = places >= 0 ? value * power : value / power;
  if (!(Math.abs(scaled) < EXACT)) return value;
  const whole = Math.floor(scaled + 0.5);
  return places >= 0 ? whole / power : whole * power;
}

/** A place in a text of so many characters; negative ones count from the end. */
function place(value: Value, length: number): number {
  const at = number(value);
  if (Number.isNaN(at)) return length;
  return Math.trunc(Math.max(0, Math.min(length, at < 0 ? at + length : at)));
}

function substring(value: Value, from: Value, to?: Value): string {
  const characters = Array.from(text(value));
  const start = place(from, characters.length);
  const end = to === undefined ? characters.length : place(to, characters.length);
  return start < end ? characters.slice(start, end).join('') : '';
}

function selectedAt(list: Value, at: Value): string {
  const index = number(at);
  const chosen = words(list);
  return index >= 0 && index < chosen.length ? (chosen[Math.trunc(index)] as string) : '';
}

function extreme(args: Value[], better: (a: number, b: number) => boolean): number {
  if (!args.length) return NaN;
  return args.map(number).reduce((found, each) => (Number.isNaN(each) || better(each, found) ? each : found));
}

function toDate(value: Value): string {
  const days = typeof value === 'string' ? momentNumber(trim(value)) : number(value);
  return dayText(days);
}

function formatDate(value: Value, format: string): string {
  const moment = trim(typeof value === 'string' ? value : toDate(value));
  if (Number.isNaN(momentNumber(moment))) return '';
  const [, day, hour = '00', minute = '00', second = '00', fraction = ''] = MOMENT.exec(moment) as string[];
  const [Y, m, d] = (day as string).split('-') as [string, string, string];
  const fields: Record<string, string> = {
    Y,
    y: Y.slice(2),
    m,
    n: String(Number(m)),
    d,
    e: String(Number(d)),
    H: hour,
    h: String(Number(hour)),
    M: minute,
    S: second,
    3: `${fraction}000`.slice(0, 3),
    '%': '%',
  };
  return format.replace(/%([\s\S]?)/g, (_, name: string) => (owns(fields, name) ? (fields[name] as string) : ''));
}

/** Patterns come from the server in a form that cannot run away; longer answers never match. */
function matches(value: string, pattern: string): boolean {
  if (Array.from(value).length > LONGEST_MATCHED) return false;
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(value);
  } catch {
    return false;
  }
}

/** The value of the time of that number, from 1; '' when there is none. */
function atTime(values: (Value | null)[], index: Value): Value {
  const at = number(index);
  const value = at >= 1 && at < values.length + 1 ? values[Math.trunc(at) - 1] : '';
  return value === null || value === undefined ? '' : value;
}

const chain = (args: Value[], step: (a: number, b: number) => number): number => args.map(number).reduce(step);

type Fn = (args: Value[], context: Context) => Value;
// Values beyond the arity of the table are never read: the server checks it.
const FUNCTIONS: Record<string, [least: number, most: number, fn: Fn]> = {
  or: [2, EXACT, (a) => a.some(truth)],
  and: [2, EXACT, (a) => a.every(truth)],
  '=': [2, 2, (a) => equal(a[0]!, a[1]!)],
  '!=': [2, 2, (a) => !equal(a[0]!, a[1]!)],
  '<': [2, 2, (a) => number(a[0]!) < number(a[1]!)],
  '<=': [2, 2, (a) => number(a[0]!) <= number(a[1]!)],
  '>': [2, 2, (a) => number(a[0]!) > number(a[1]!)],
  '>=': [2, 2, (a) => number(a[0]!) >= number(a[1]!)],
  '+': [2, EXACT, (a) => chain(a, (x, y) => x + y)],
  '-': [2, 2, (a) => number(a[0]!) - number(a[1]!)],
  '*': [2, EXACT, (a) => chain(a, (x, y) => x * y)],
  div: [2, 2, (a) => number(a[0]!) / number(a[1]!)],
  mod: [2, 2, (a) => number(a[0]!) % number(a[1]!)],
  neg: [1, 1, (a) => -number(a[0]!)],
  selected: [2, 2, (a) => words(a[0]!).indexOf(trim(text(a[1]!))) >= 0],
  'count-selected': [1, 1, (a) => words(a[0]!).length],
  'selected-at': [2, 2, (a) => selectedAt(a[0]!, a[1]!)],
  if: [3, 3, (a) => (truth(a[0]!) ? a[1]! : a[2]!)],
  coalesce: [2, 2, (a) => (a[0] === '' || Number.isNaN(a[0]) ? a[1]! : a[0]!)],
  not: [1, 1, (a) => !truth(a[0]!)],
  boolean: [1, 1, (a) => truth(a[0]!)],
  number: [1, 1, (a) => number(a[0]!)],
  int: [1, 1, (a) => Math.trunc(number(a[0]!)) + 0],
  round: [1, 2, (a) => rounded(number(a[0]!), a.length > 1 ? number(a[1]!) : 0)],
  string: [1, 1, (a) => text(a[0]!)],
  concat: [1, EXACT, (a) => joined(a)],
  'string-length': [1, 1, (a) => Array.from(text(a[0]!)).length],
  substr: [2, 3, (a) => bounded(substring(a[0]!, a[1]!, a[2]))],
  contains: [2, 2, (a) => text(a[0]!).indexOf(text(a[1]!)) >= 0],
  'starts-with': [2, 2, (a) => text(a[0]!).startsWith(text(a[1]!))],
  'ends-with': [2, 2, (a) => text(a[0]!).endsWith(text(a[1]!))],
  regex: [2, 2, (a) => matches(text(a[0]!), text(a[1]!))],
  min: [1, EXACT, (a) => extreme(a, (x, y) => x < y)],
  max: [1, EXACT, (a) => extreme(a, (x, y) => x > y)],
  sum: [1, EXACT, (a) => (a.length ? chain(a, (x, y) => x + y) : 0)],
  count: [1, EXACT, (a) => a.length],
  join: [2, EXACT, (a) => joined(a.slice(1), text(a[0]!))],
  'indexed-repeat': [3, 3, () => ''],
  position: [1, 1, (_, { position = 0 }) => position],
  once: [1, 1, (a, { own = '' }) => (text(own) === '' ? a[0]! : own)],
  uuid: [0, 0, (_, { own = '', uuid }) => (text(own) === '' && uuid ? uuid() : own)],
  random: [0, 0, (_, { own = '', random }) => (text(own) === '' && random ? random() : own)],
  'count-non-empty': [1, EXACT, (a) => a.filter((each) => text(each) !== '').length],
  date: [1, 1, (a) => toDate(a[0]!)],
  'format-date': [2, 2, (a) => bounded(formatDate(a[0]!, bounded(text(a[1]!)) as string))],
  today: [0, 0, (_, context) => context.today],
  now: [0, 0, (_, context) => context.now || ''],
  'jr:choice-name': [
    2,
    2,
    (a, { choiceLabel }) => bounded(choiceLabel ? choiceLabel(text(a[1]!), trim(text(a[0]!))) : ''),
  ],
};

/** The value of a tree; what cannot be evaluated is ''. */
export function evaluate(tree: Expr | undefined, context: Context, depth = 0): Value {
  if (!tree || typeof tree !== 'object' || depth >= DEEPEST) return '';
  if ('lit' in tree) return fromAnswer(tree.lit);
  if ('ref' in tree) return owns(context.values, tree.ref) ? (context.values[tree.ref] as Value) : '';
  if ('self' in tree) return context.own === undefined ? '' : context.own;
  if ('column' in tree)
    return context.columns && owns(context.columns, tree.column) ? (context.columns[tree.column] as string) : '';
  if ('each' in tree) return '';
  if (!Array.isArray(tree.args) || !owns(FUNCTIONS, tree.call)) return '';
  const [least, most, fn] = FUNCTIONS[tree.call]!;
  if (tree.args.length < least || tree.args.length > most) return '';
  const several = tree.args.map((each) => valuesOf(each, context, depth + 1));
  if (tree.call === 'indexed-repeat') return atTime(several[0]!, (several[2]![0] as Value) || '');
  const args =
    OF_SETS.indexOf(tree.call) < 0
      ? several.map((values) => values[0] as Value)
      : ([] as (Value | null)[]).concat(...several);
  return fn(args.filter((value) => value !== null) as Value[], context);
}

/** Functions that take the values of every time. */
const OF_SETS = ['sum', 'count', 'count-non-empty', 'min', 'max', 'join'];

function valuesOf(tree: Expr, context: Context, depth: number): (Value | null)[] {
  if (!tree || typeof tree !== 'object' || !('each' in tree)) return [evaluate(tree, context, depth)];
  const { each = {} } = context;
  return owns(each, tree.each) ? (each[tree.each] as Value[]) : [];
}
