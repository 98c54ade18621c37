// Where one is in a record being filled in, and what each step shows. Pure.

import type { Answers, Definition, Node } from '../domain/definition';
import { fault, faults, interpolate, isRequired, say, screens } from '../domain/form';
import type { Fault, Screen, Walk } from '../domain/form';
import { fold } from '../domain/places';
import type { Draft, Place, Project, Term } from '../domain/types';
import type { Words } from '../i18n/fr';
import type { Option } from '../ui/choice';

/** A step of the way: the reviewer's question first (in a correction), the place, each screen, the review. Consent
 * follows; it is another screen of the app. */
export type Step = { kind: 'reply' } | { kind: 'place' } | { kind: 'question'; screen: Screen } | { kind: 'review' };

export function steps(walked: Walk, draft: Draft): Step[] {
  const questions = screens(walked).map((screen): Step => ({ kind: 'question', screen }));
  const first: Step[] = draft.replyTo ? [{ kind: 'reply' }] : [];
  return [...first, { kind: 'place' }, ...questions, { kind: 'review' }];
}

/** A step's part of the address after `#/draft/<id>/`. */
export const path = (step: Step): string[] => (step.kind === 'question' ? ['q', step.screen.name] : [step.kind]);

const same = (a: string[], b: string[]): boolean => a.join('/') === b.join('/');

/** The index of the step at an address; -1 when there is none, as for a screen that is no longer asked. */
export const indexOf = (all: Step[], at: string[]): number => all.findIndex((step) => same(path(step), at.slice(0, path(step).length)));

/** Where to go on with a draft: its reply, else its place, else the first screen without an answer, else the review. */
export function resume(walked: Walk, draft: Draft): string[] {
  if (draft.replyTo) return draft.replyText ? ['review'] : ['reply'];
  if (!draft.place) return ['place'];
  const open = (node: Node): boolean => !(node.name in draft.answers);
  const answered = screens(walked).map((screen) => !screen.nodes.every(open));
  const last = answered.lastIndexOf(true);
  if (last < 0) return ['place'];
  const next = screens(walked)[last + 1];
  return next ? ['q', next.name] : ['review'];
}

/** What is wrong on one screen. */
export const faultsOn = (screen: Screen, answers: Answers, walked: Walk): Fault[] =>
  screen.nodes.map((node) => fault(node, answers, walked)).filter(Boolean) as Fault[];

/** Whether nothing on a screen was answered. A note has nothing to answer. */
export const isUntouched = (screen: Screen, answers: Answers): boolean => screen.nodes.every((node) => node.type === 'note' || !(node.name in answers));

/** Whether a screen may be passed by without an answer. */
export const mayPass = (screen: Screen, walked: Walk): boolean => !screen.nodes.some((node) => isRequired(node, walked));

/** A fault as a sentence: the instrument's own, else the app's. */
export function faultSentence(found: Fault, definition: Definition, language: string, words: Words): string {
  return say(found.message, language, definition.default_language) || words.faults[found.reason];
}

/** The screen on which a question stands; its own name when it stands alone. */
export function screenOf(all: Screen[], question: string): string {
  const found = all.find((screen) => screen.nodes.some((node) => node.name === question));
  return found ? found.name : question;
}

/** The screen of the first thing that is still wrong; undefined when nothing is. */
export function firstFault(answers: Answers, walked: Walk): string | undefined {
  const found = faults(answers, walked)[0];
  return found && screenOf(screens(walked), found.field);
}

/** A question's own choices as they are shown. */
export function options(node: Node, definition: Definition, walked: Walk, language: string): Option[] {
  return (node.choices || []).map((choice) => ({
    name: choice.name,
    label: interpolate(definition, choice.label, walked.values, language),
    ...(choice.picture ? { picture: choice.picture } : {}),
  }));
}

/** A project by its title, with where it is and whose it is: titles repeat. */
export function projectOption(project: Project, placeName: (code: string) => string | undefined): Option {
  const where = project.place ? placeName(project.place) : undefined;
  return { name: project.id, label: project.title, detail: [where, ...project.organisations].filter(Boolean).join(' · ') };
}

/** A place by its name, with what kind of place it is and what it lies in: names repeat. */
export function placeOption(place: Place, levels: Term[], language: string, parent: Place | null): Option {
  const level = levels.find((each) => each.code === place.level);
  return { name: place.code, label: place.name, detail: [level && say(level.label, language), parent?.name].filter(Boolean).join(' · ') };
}

/** Options whose words hold every word that was written, accents aside. */
export function matching(all: Option[], text: string, limit: number): Option[] {
  const wanted = fold(text).split(' ').filter(Boolean);
  const holds = (option: Option): boolean => {
    const told = fold(`${option.label} ${option.detail || ''}`);
    return wanted.every((word) => told.includes(word));
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
