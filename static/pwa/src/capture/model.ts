// Where one is in a record being filled in, and what each step shows. Pure.

import { answerAt, timesOf } from '../domain/answers';
import type { Answer, Answers, Definition } from '../domain/definition';
import { fault, faults, interpolate, isRequired, isUnsaid, offered, say } from '../domain/form';
import type { AskedNode, Fault, Walk } from '../domain/form';
import { choicePart, hintPart } from '../domain/parts';
import { screenOf, screens } from '../domain/screens';
import type { Screen } from '../domain/screens';
import { fold } from '../domain/places';
import type { Draft, Place, Project, Term } from '../domain/types';
import { isBlank } from '../domain/text';
import type { Words } from '../i18n/fr';
import type { Option } from '../ui/choice';

/** A step of the way: the reviewer's question first (in a correction), the place, each screen, the review. Consent
 * follows; it is another screen of the app. */
export type Step =
  | { kind: 'reply' }
  | { kind: 'place' }
  | { kind: 'question'; screen: Screen }
  | { kind: 'review' }
  | { kind: 'door' };

export function steps(walked: Walk, draft: Draft): Step[] {
  const questions = screens(walked).map((screen): Step => ({ kind: 'question', screen }));
  const first: Step[] = draft.replyTo ? [{ kind: 'reply' }] : [];
  if (walked.door)
    return [...first, { kind: 'place' }, ...questions.filter((step) => !isDoorNote(step, walked)), { kind: 'door' }];
  return [...first, { kind: 'place' }, ...questions, { kind: 'review' }];
}

/** A note that opens the danger door is shown at the door itself. */
const isDoorNote = (step: Step, { door }: Walk): boolean =>
  door?.type === 'note' && step.kind === 'question' && !step.screen.group && step.screen.nodes[0]?.key === door.key;

/** A step's part of the address after `#/draft/<id>/`. */
export const path = (step: Step): string[] => (step.kind === 'question' ? ['q', step.screen.name] : [step.kind]);

const same = (a: string[], b: string[]): boolean => a.join('/') === b.join('/');

/** The index of the step at an address; -1 when there is none, as for a screen that is no longer asked. */
export function indexOf(all: Step[], at: string[]): number {
  const found = all.findIndex((step) => same(path(step), at.slice(0, path(step).length)));
  return found < 0 && at[0] === 'q' ? all.findIndex((step) => timeName(step) === at[1]) : found;
}

/** How one time of a repeat is named in an address: `problems[2]` leads to its first screen. */
function timeName(step: Step): string | undefined {
  const time = timeOf(step);
  return time && `${time.repeat}[${time.index + 1}]`;
}

const timeOf = (step: Step | undefined): Screen['time'] =>
  step && step.kind === 'question' ? step.screen.time : undefined;

/** The steps of the way itself; what is asked each time of a repeat is reached from its list. */
export const mainSteps = (all: Step[]): Step[] => all.filter((step) => !timeOf(step));

/** The step before or after another. Each time of a repeat begins and ends at its list. */
export function beside(all: Step[], here: number, by: 1 | -1): Step | undefined {
  const time = timeOf(all[here]);
  if (!time) {
    const way = mainSteps(all);
    return way[way.indexOf(all[here] as Step) + by];
  }
  const next = all[here + by];
  if (next?.kind === 'door') return next;
  const other = timeOf(next);
  if (other && other.repeat === time.repeat && other.index === time.index) return next;
  return all.find((step) => step.kind === 'question' && step.screen.name === time.repeat);
}

/** Where to go on with a draft: the danger door when it is open, its reply, else its place, else the first screen without an answer, else the review. */
export function resume(walked: Walk, draft: Draft): string[] {
  if (walked.door) return ['door'];
  if (draft.replyTo) return isBlank(draft.replyText) ? ['reply'] : ['review'];
  if (!draft.place) return ['place'];
  const way = screens(walked).filter((screen) => !screen.time);
  const last = way.map((screen) => !isUntouched(screen, draft.answers)).lastIndexOf(true);
  if (last < 0) return ['place'];
  const next = way[last + 1];
  return next ? ['q', next.name] : ['review'];
}

/** What is wrong on one screen. */
export const faultsOn = (screen: Screen, answers: Answers): Fault[] =>
  screen.nodes.map((node) => fault(node, answers) || unsaidAtDoor(node, answers)).filter(Boolean) as Fault[];

/** Whether the form ends at a choice that was made here, as for a child alone: nothing but another choice goes on. */
export const endsHere = (screen: Screen, wrong: readonly Fault[]): boolean =>
  screen.nodes.some(
    (node) =>
      node.type === 'select_one' && wrong.some(({ field, reason }) => field === node.key && reason === 'constraint'),
  );

/** Nobody goes past a question at the danger door without a word; the server does not ask for it. */
const isDoorQuestion = (node: AskedNode): boolean => !!node.danger && node.type !== 'note';
const unsaidAtDoor = (node: AskedNode, answers: Answers): Fault | undefined =>
  isDoorQuestion(node) && answerAt(answers, node.key) === undefined
    ? { field: node.key, reason: 'required' }
    : undefined;

/** What is wrong in one time of a repeat. */
export const faultsOfTime = (walked: Walk, answers: Answers, repeat: string, index: number): Fault[] =>
  walked.nodes
    .filter((node) => node.time?.repeat === repeat && node.time.index === index)
    .map((node) => fault(node, answers))
    .filter(Boolean) as Fault[];

/** Whether nothing on a screen was answered. A note, or what is only read, has nothing to answer. */
export const isUntouched = (screen: Screen, answers: Answers): boolean =>
  screen.nodes.every((node) => isOnlyRead(node) || !isAnswered(node, answers));

const isAnswered = (node: AskedNode, answers: Answers): boolean =>
  node.type === 'repeat' ? timesOf(answers, node.name).length > 0 : isGiven(node, answerAt(answers, node.key));

const isGiven = (node: AskedNode, answer: Answer | undefined): boolean =>
  answer !== undefined && !isUnsaid(node, answer);

/** Whether there is nothing to answer. */
export const isOnlyRead = (node: AskedNode): boolean => node.type === 'note' || !!node.read_only;

/** Whether a screen may be passed by without an answer. */
export const mayPass = (screen: Screen): boolean =>
  !screen.nodes.some((node) => isRequired(node) || isDoorQuestion(node));

/** A fault as a sentence: the instrument's own, with the answers it names, else the app's. */
export function faultSentence(
  found: Fault,
  definition: Definition,
  walked: Walk,
  language: string,
  words: Words,
): string {
  const node = walked.nodes.find((each) => each.key === found.field);
  return (
    interpolate(definition, found.message, node ? node.context.values : walked.values, language) ||
    words.faults[found.reason]
  );
}

/** The screen of the first thing that is still wrong; undefined when nothing is. */
export function firstFault(answers: Answers, walked: Walk): string | undefined {
  const found = faults(answers, walked)[0];
  return found && screenOf(screens(walked), found.field);
}

/** A question's own choices as they are shown: those that are offered now. */
export function options(node: AskedNode, definition: Definition, language: string): Option[] {
  return offered(node).map((choice) => ({
    name: choice.name,
    label: interpolate(definition, choice.label, node.context.values, language),
    ...(choice.picture ? { picture: choice.picture } : {}),
    ...(choice.images ? { image: say(choice.images, language, definition.default_language) } : {}),
  }));
}

/** What a screen says aloud, in order: what is asked and its hint, then each question's own words and choices. */
export function spokenParts(screen: Screen, definition: Definition, language: string): string[] {
  return spoken(screen, definition, language).map(({ text }) => text);
}

/** The same as parts of the form, under which they are recorded. */
export function spokenKeys(screen: Screen, definition: Definition, language: string): string[] {
  return spoken(screen, definition, language).map(({ part }) => part);
}

/** The choice that is being said, when the part of that number is one. */
export function spokenChoice(
  screen: Screen,
  definition: Definition,
  language: string,
  part: number,
): string | undefined {
  return spoken(screen, definition, language)[part]?.choice;
}

interface Spoken {
  text: string;
  part: string;
  choice?: string;
}

function spoken(screen: Screen, definition: Definition, language: string): Spoken[] {
  const words = (node: AskedNode): Spoken[] => [
    { text: interpolate(definition, node.label, node.context.values, language), part: node.name },
    { text: interpolate(definition, node.hint, node.context.values, language), part: hintPart(node.name) },
    ...options(node, definition, language).map(({ name, label }) => ({
      text: label,
      part: choicePart(definition, node.name, name),
      choice: name,
    })),
  ];
  const all = screen.group
    ? [...words(screen.group), ...([] as ReturnType<typeof words>).concat(...screen.nodes.map(words))]
    : words(screen.nodes[0] as AskedNode);
  return all.filter(({ text }) => text);
}

/** A project by its title, with where it is and whose it is: titles repeat. */
export function projectOption(project: Project, placeName: (code: string) => string | undefined): Option {
  const where = project.place ? placeName(project.place) : undefined;
  return {
    name: project.id,
    label: project.title,
    detail: [where, ...project.organisations].filter(Boolean).join(' · '),
  };
}

/** A place by its name, with what kind of place it is and what it lies in: names repeat. */
export function placeOption(place: Place, levels: Term[], language: string, parent: Place | null): Option {
  const level = levels.find((each) => each.code === place.level);
  return {
    name: place.code,
    label: place.name,
    detail: [level && say(level.label, language), parent?.name].filter(Boolean).join(' · '),
  };
}

/** Options whose words hold every word that was written, accents aside. */
export function matching(all: Option[], text: string, limit: number): Option[] {
  const wanted = fold(text).split(' ').filter(Boolean);
  const holds = (option: Option): boolean => {
    const text = fold(`${option.label} ${option.detail || ''}`);
    return wanted.every((word) => text.includes(word));
  };
  return all.filter(holds).slice(0, limit);
}

/** Whether a place is the zone or lies in it. */
export function inside(place: Place, zone: string, find: (code: string) => Place | null): boolean {
  let here: Place | null = place;
  for (let depth = 0; here && depth < 12; depth++) {
    if (here.code === zone) return true;
    here = here.parent ? find(here.parent) : null;
  }
  return false;
}

/** The pictures of an affective slider's ends, by its place in the group: pleasure, then arousal. */
export const ENDS: [string, string][] = [
  ['face-1', 'face-5'],
  ['calme-bas', 'vif'],
];
