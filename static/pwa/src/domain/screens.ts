// Which questions of an instrument are on which screen of the phone. Pure.

import { eachNode, looks } from './form';
import type { AskedNode, Walk } from './form';

/** What is together on the screen: one question, a group with all it asks, or the list of a repeat's times. `name`
 * identifies the screen. */
export interface Screen {
  name: string;
  /** Set when the screen is a group (`field-list`, `affective-slider`); its own label goes above. */
  group?: AskedNode;
  /** Set when it belongs to one time of a repeat. */
  time?: { repeat: string; index: number };
  /** What is asked on it now, in order; never empty. */
  nodes: AskedNode[];
}

const HOLDS = ['group', 'repeat'];
const ONE_SCREEN = ['field-list', 'affective-slider'];

/** The screens in order: a repeat's list, then those of each of its times. A group that is not one screen only orders
 * its questions. */
export function screens(walked: Walk): Screen[] {
  const found: Screen[] = [];
  let together: { screen: Screen; names: Set<string> } | undefined;
  for (const node of walked.nodes) {
    if (node.type === 'calculate') continue;
    if (together?.names.has(node.name) && sameTime(together.screen, node)) {
      if (HOLDS.indexOf(node.type) < 0) together.screen.nodes.push(node);
      continue;
    }
    const screen: Screen = { name: node.key, nodes: [], ...(node.time ? { time: node.time } : {}) };
    if (node.type !== 'group') found.push({ ...screen, nodes: [node] });
    else if (ONE_SCREEN.some((word) => looks(node, word))) {
      const names = new Set<string>();
      eachNode(node.children || [], ({ name }) => names.add(name));
      together = { screen: { ...screen, group: node }, names };
      found.push(together.screen);
    }
  }
  return found.filter((screen) => screen.nodes.length);
}

/** Whether a node is in the same time of a repeat as a screen; a repeat that is shown on one screen shows all. */
const sameTime = (screen: Screen, node: AskedNode): boolean =>
  !screen.time || (node.time?.repeat === screen.time.repeat && node.time.index === screen.time.index);

/** The screen on which a question is; its own name when it is alone there. */
export function screenOf(all: Screen[], question: string): string {
  const found = all.find((screen) => screen.nodes.some((node) => node.key === question));
  return found ? found.name : question;
}
