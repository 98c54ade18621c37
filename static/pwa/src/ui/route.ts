// Where the person is, in the address after `#`: `#/draft/<id>/q/domaine`. The phone's own back button works with it.

import { signal } from '@preact/signals';

/** The parts of an address: `#/record/7` → ['record', '7']; the enrolment link `#enrol=ABCD` → ['enrol', 'ABCD'];
 * nothing → []. */
export function parts(hash: string): string[] {
  const enrol = /^#enrol=(.*)$/.exec(hash);
  if (enrol) return ['enrol', decode(enrol[1] as string)];
  return hash
    .replace(/^#?\/?/, '')
    .split('/')
    .filter(Boolean)
    .map(decode);
}

/** The address of a place in the app. */
export const address = (...path: string[]): string => `#/${path.map(encodeURIComponent).join('/')}`;

export const route = signal<string[]>([]);

/** The addresses that lead here, oldest first; lost when the page is loaded anew. */
let trail: string[] = [];

/** Follow the address from now on. */
export function followAddress(): void {
  const read = (): void => {
    const here = location.hash;
    trail = trail[trail.length - 2] === here ? trail.slice(0, -1) : trail.concat(here);
    route.value = parts(here);
  };
  addEventListener('hashchange', read);
  read();
}

export function go(...path: string[]): void {
  location.hash = address(...path);
}

/** Go there without leaving this screen in the way back. */
export function goInstead(...path: string[]): void {
  const there = address(...path);
  history.replaceState(history.state, '', there);
  trail = trail.slice(0, -1).concat(there);
  route.value = path;
}

/** Go back to a place: by the browser's own way when one came from there, so that its back button stays in step. */
export function back(...path: string[]): void {
  const before = trail[trail.length - 2];
  if (before !== undefined && address(...parts(before)) === address(...path)) history.back();
  else goInstead(...path);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
