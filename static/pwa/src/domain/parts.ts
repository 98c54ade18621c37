// What of an instrument can be said aloud, each under a name of its own. The server says the same in
// feedback_app/forms/engine/spoken_parts.py; tests/vectors/parts.json holds both to it. Pure.

import type { Choice, Definition, Node, Translations } from './definition';

export interface Part {
  /** `name`, `name#hint`, `name/choice`, or for a choice that says the same in the whole form: name `*`. */
  key: string;
  words: Translations;
  /** Recordings that came with the form: SHA-256 by language. */
  sounds: Translations;
  /** The question that a hint or an answer belongs to. */
  of?: Node;
}

const KNOWN = new WeakMap<Definition, Set<string>>();

/** The part of a choice of a question. */
export function choicePart(definition: Definition, question: string, choice: string): string {
  let shared = KNOWN.get(definition);
  if (!shared) KNOWN.set(definition, (shared = sharedChoices(definition)));
  return `${shared.has(choice) ? '*' : question}/${choice}`;
}

export const hintPart = (question: string): string => `${question}#hint`;

/** Every part that has words, in the order it is asked; each once. */
export function parts(definition: Definition): Part[] {
  const found = new Map<string, Part>();
  for (const part of inOrder(definition.questions).flatMap((node) => partsOf(definition, node))) {
    if (!found.has(part.key)) found.set(part.key, part);
  }
  return Array.from(found.values());
}

function partsOf(definition: Definition, node: Node): Part[] {
  const { name, label, hint, sounds } = node;
  return [
    ...(label ? [{ key: name, words: label, sounds: sounds || {} }] : []),
    ...(hint ? [{ key: hintPart(name), words: hint, sounds: {}, of: node }] : []),
    ...(node.choices || []).map((choice) => ({
      key: choicePart(definition, name, choice.name),
      words: choice.label,
      sounds: choice.sounds || {},
      of: node,
    })),
  ];
}

/** Every question that can be said, groups before what they hold. */
function inOrder(nodes: Node[]): Node[] {
  return nodes.flatMap((node) => (node.type === 'calculate' ? [] : [node, ...inOrder(node.children || [])]));
}

/** The choices that say the same in every question that has them. */
function sharedChoices(definition: Definition): Set<string> {
  const texts = new Map<string, string>();
  const apart = new Set<string>();
  for (const choice of inOrder(definition.questions).flatMap((node) => node.choices || [])) {
    const words = sameWords(choice);
    if ((texts.get(choice.name) ?? words) !== words) apart.add(choice.name);
    texts.set(choice.name, words);
  }
  return new Set(Array.from(texts.keys()).filter((name) => !apart.has(name)));
}

const sameWords = ({ label }: Choice): string =>
  JSON.stringify(
    Object.keys(label)
      .sort()
      .map((language) => [language, label[language]]),
  );
