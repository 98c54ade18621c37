// What the questions of a form mean, whatever they are called: the code in their `means`, else, in a form from before
// questions had any, their name. The only file that knows names of questions, choices or forms of ours. Pure.

import type { Definition, Node } from './definition';

/** Forms without a single meaning are on phones that have been without a network since before there were any. They look and
 * behave as they always did. */
const BY_NAME = new Map([
  ['age', 'age'],
  ['sexe', 'sex'],
]);
const NEEDS_BY_NAME = 'besoin';

/** Of a form whose records are needs, which go on into the portfolio: one question outside of repeats has each. */
const OF_A_NEED = ['domain', 'severity'];

/** Of a question whose answer says whether being known to have given these answers can harm someone. */
export const SENSITIVE = 'sensitive';

/** "Do not know" and "do not want to say": choices of any form, which are answers, and yet say nothing of the matter. */
export const UNSAID = ['nsp', 'refus'];

/** What each question of this form means; undefined for one that means nothing that we know. */
export function meanings(definition: Definition): (node: Node) => string | undefined {
  return carried(definition.questions).length ? (node) => node.means : (node) => BY_NAME.get(node.name);
}

/** Whether records of this form are needs. `definition` is null when the phone does not have it any more. */
export function isNeed(definition: Definition | null, form: string): boolean {
  const nodes = definition ? definition.questions : [];
  if (!carried(nodes).length) return form === NEEDS_BY_NAME;
  const once = carried(nodes, (node) => node.type !== 'repeat');
  return OF_A_NEED.every((meaning) => once.includes(meaning));
}

/** The meanings that these carry, and what is in those that `opens` lets it look into. */
function carried(nodes: readonly Node[], opens: (node: Node) => boolean = () => true): string[] {
  return nodes.flatMap((node) => [
    ...(node.means ? [node.means] : []),
    ...(node.children && opens(node) ? carried(node.children, opens) : []),
  ]);
}
