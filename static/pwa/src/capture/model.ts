// Where one is in a record being filled in, and what each step shows. Pure.

import type { Answers, Definition, Node } from '../domain/definition';
import { fault, faults, interpolate, isRequired, looks, say, screens } from '../domain/form';
import type { Fault, Screen, Walk } from '../domain/form';
import type { Draft, Place, Project } from '../domain/types';
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

/** A question's choices as they are shown. A project is chosen among the projects, then the question's own choices. */
export function options(node: Node, definition: Definition, walked: Walk, language: string, projects: Project[]): Option[] {
  const own = (node.choices || []).map((choice) => ({
    name: choice.name,
    label: interpolate(definition, choice.label, walked.values, language),
    ...(choice.picture ? { picture: choice.picture } : {}),
  }));
  return looks(node, 'project') ? [...projects.map(projectOption), ...own] : own;
}

export const projectOption = (project: Project): Option => ({
  name: project.id,
  label: project.organisations.length ? `${project.title} · ${project.organisations.join(', ')}` : project.title,
});

export const placeOption = (place: Place): Option => ({ name: place.code, label: place.label || place.name });

/** Names without accents and case, for finding. */
export const plain = (text: string): string => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

/** Options whose label holds every word that was written. */
export function matching(all: Option[], text: string, limit: number): Option[] {
  const wanted = plain(text).split(/\s+/).filter(Boolean);
  return all.filter((option) => wanted.every((word) => plain(option.label).includes(word))).slice(0, limit);
}

/** The pictures of an affective slider's ends, by its place in the group: pleasure, then arousal. */
export const ENDS: [string, string][] = [
  ['face-1', 'face-5'],
  ['calme-bas', 'vif'],
];
