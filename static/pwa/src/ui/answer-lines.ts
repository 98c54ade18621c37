// An answer as words, for the review and for a record's own screen. Pure.

import type { Answer, Answers, Definition, Geopoint, Node } from '../domain/definition';
import { answerAt, timesOf } from '../domain/answers';
import { interpolate, isUnsaid, looks, say } from '../domain/form';
import { typeFault } from '../domain/kinds';
import type { AskedNode, Walk } from '../domain/form';
import { screens } from '../domain/screens';
import type { Screen } from '../domain/screens';
import { distance, number } from '../i18n/format';
import type { AllWords as Words } from '../i18n/behind';
import { unbroken } from './text';

export interface Line {
  /** The key of the answer, and the screen it is on. */
  name: string;
  screen: string;
  kind: Node['type'];
  /** What was asked; on a shared screen with its heading. */
  label: string;
  /** The question's own words. */
  asks: string;
  /** The answer in words; '' when there is none. For a photo or a voice: its SHA-256 is in `media`. */
  text: string;
  picture?: string;
  media?: string;
}

interface AnswersShown {
  definition: Definition;
  walked: Walk;
  answers: Answers;
  language: string;
  words: Words;
  /** The title of a project by its id. */
  projectTitle: (id: string) => string | undefined;
}

/** Ways to say one thing: their heading says what. */
const WAYS = ['audio', 'text'];
const UNTOLD = ['note', 'group', 'calculate'];
const MONTH: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' };

/** Lines in the order of the questions; those that stand together on a screen share its heading, and a whole screen
 * without an answer is one line. */
export function lines(shown: AnswersShown): Line[] {
  const found = screens(shown.walked).map((screen) => onScreen(screen, shown));
  return ([] as Line[]).concat(...found);
}

function onScreen(screen: Screen, shown: AnswersShown): Line[] {
  const all = screen.nodes.filter((node) => !UNTOLD.includes(node.type)).map((node) => line(node, shown, screen.name));
  if (!screen.group) return all;
  const heading = unbroken(
    interpolate(shown.definition, screen.group.label, screen.group.context.values, shown.language),
  );
  const answered = all.filter((each) => each.text);
  const sliders = looks(screen.group, 'affective-slider');
  const underHeading = (each: Line): string =>
    WAYS.includes(each.kind) || !heading ? heading || each.label : `${heading} ${each.label}`;
  if (answered.length) return sliders ? answered : answered.map((each) => ({ ...each, label: underHeading(each) }));
  return all.slice(0, 1).map((each) => ({ ...each, label: heading }));
}

function line(node: AskedNode, shown: AnswersShown, screen: string): Line {
  const { definition, answers, language } = shown;
  const asked = unbroken(interpolate(definition, node.label, node.context.values, language));
  const label = node.time ? `${node.time.index + 1}. ${asked}` : asked;
  const blank: Line = { name: node.key, screen, kind: node.type, label, asks: asked, text: '' };
  if (node.type === 'repeat') return { ...blank, text: String(timesOf(answers, node.name).length || '') };
  const answer = node.calculation ? (node.context.values[node.name] as Answer) : answerAt(answers, node.key);
  if (answer === undefined || isUnsaid(node, answer)) return blank;
  if (node.type === 'image' || node.type === 'audio')
    return { ...blank, text: mediaWord(node, shown.words), media: String(answer) };
  const picture = pictureOf(node, answer);
  return { ...blank, text: inWords(node, answer, shown), ...(picture ? { picture } : {}) };
}

/** What a question was answered, or comes to, in words. */
export const answerInWords = (node: AskedNode, shown: AnswersShown): string => line(node, shown, node.key).text;

const mediaWord = (node: Node, words: Words): string =>
  node.type === 'image' ? words.mediaCount.photo : words.mediaCount.voice;

function inWords(node: Node, answer: Answer, shown: AnswersShown): string {
  const { definition, language, words } = shown;
  const label = (name: string): string => {
    const choice = (node.choices || []).find((each) => each.name === name);
    return choice ? say(choice.label, language, definition.default_language) : name;
  };
  if (node.type === 'select_one')
    return (looks(node, 'project') && shown.projectTitle(String(answer))) || label(String(answer));
  if (Array.isArray(answer)) return (answer as string[]).map(label).join(node.type === 'rank' ? ' › ' : ', ');
  if (node.type === 'acknowledge') return words.seen;
  if (node.type === 'geopoint') return pointInWords(answer as Geopoint, words);
  const { locale } = words;
  if ((node.type === 'date' || node.type === 'dateTime') && typeFault(node, answer)) return String(answer);
  if (node.type === 'date') return new Date(`${String(answer)}T12:00:00`).toLocaleDateString(locale, MONTH);
  if (node.type === 'dateTime')
    return new Date(String(answer)).toLocaleString(locale, { ...MONTH, hour: '2-digit', minute: '2-digit' });
  if (typeof answer === 'number') return number(answer, words);
  return String(answer);
}

const pointInWords = (point: Geopoint, words: Words): string =>
  typeof point.accuracy_m === 'number'
    ? `${words.point} · ${words.pointAccuracy(distance(Math.ceil(point.accuracy_m), words))}`
    : words.point;

function pictureOf(node: Node, answer: Answer): string | undefined {
  const first = Array.isArray(answer) ? answer[0] : answer;
  const choice = (node.choices || []).find((each) => each.name === first);
  if (choice && looks(node, 'faces') && /^[1-5]$/.test(choice.name)) return choice.picture || `face-${choice.name}`;
  return choice?.picture;
}
