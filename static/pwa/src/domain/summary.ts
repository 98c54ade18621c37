// A few words that distinguish a record from others in a list: what was chosen first, and the first words written. Pure.

import type { Answers, Definition, Node } from './definition';
import { owns } from './expression';
import { choiceLabel, eachNode, looks } from './form';
import { meanings } from './meaning';
import { wellFormed } from './text';

/** Who spoke: as the reviewer's desk leaves it out of a record's name (review/answers.py), for it distinguishes few. */
const ABOUT_THE_PERSON = ['age', 'sex'];
/** What a need is called by, wherever its form asks for it. */
const TOPIC = ['domain', 'detail'];
const LONGEST = 120;
const CHOICES = 2;

/** `projectTitle` gives the title of a project by its id; '' when it is not known. */
export function summarise(
  definition: Definition,
  answers: Answers,
  language: string,
  projectTitle: (id: string) => string,
): string {
  const meaningOf = meanings(definition);
  const topic: string[] = [];
  const chosen: string[] = [];
  const person: string[] = [];
  const written: string[] = [];
  const listFor = (meaning = ''): string[] =>
    ABOUT_THE_PERSON.includes(meaning) ? person : TOPIC.includes(meaning) ? topic : chosen;
  eachNode(definition.questions, (node) => {
    const answer = owns(answers, node.name) ? answers[node.name] : undefined;
    if (typeof answer !== 'string' || answer === '') return;
    if (node.type === 'select_one' && !node.danger)
      listFor(meaningOf(node)).push(inWords(definition, node, answer, language, projectTitle));
    if (node.type === 'text') written.push(answer);
  });
  const chosenWords = [...[...topic, ...chosen].slice(0, CHOICES), ...written.slice(0, 1)];
  const words = (chosenWords.length ? chosenWords : person.slice(0, CHOICES)).join(' · ');
  return words.length > LONGEST ? `${wellFormed(words.slice(0, LONGEST - 1).trim())}…` : words;
}

function inWords(
  definition: Definition,
  node: Node,
  answer: string,
  language: string,
  projectTitle: (id: string) => string,
): string {
  const title = looks(node, 'project') ? projectTitle(answer) : '';
  return title || choiceLabel(definition, node.name, answer, language) || answer;
}
