// What the page of protection reports hands to its script, and its forms: a passphrase that is typed twice, what is wrong.

import type { Wrapped } from './opening';

/** A key of the programme; `wrapped` is null where it was given to others only. */
export interface Key {
  id: string;
  public: string;
  wrapped: Wrapped | null;
  /** Wrapped by another officer, under a passphrase for one use. */
  once: boolean;
}

const LEAST_WORDS = 5;
const LEAST_SIGNS = 20;

export const keysOf = (box: HTMLElement): Key[] => JSON.parse(box.dataset.keys ?? '[]');
export const say = (box: HTMLElement, key: string): string => JSON.parse(box.dataset.words ?? '{}')[key] ?? '';
export const find = <Found extends HTMLElement>(box: ParentNode, what: string): Found | null =>
  box.querySelector<Found>(what);

/** Says what is wrong with a form, which may then be sent again. */
export function faulty(box: ParentNode, words: string): void {
  if (box instanceof HTMLFormElement) delete box.dataset.sent;
  const place = find(box, '[data-fault]');
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
}

/** The passphrase that was chosen in a form, once it is long enough and typed twice alike; null where it says why not. */
export function chosen(box: HTMLElement, form: HTMLFormElement): string | null {
  const [words, again] = [typed(form, 'new'), typed(form, 'again')];
  const short = words.length < LEAST_SIGNS && words.split(/\s+/).length < LEAST_WORDS;
  if (short || words !== again) {
    faulty(form, say(box, short ? 'passphrase.short' : 'passphrase.differs'));
    return null;
  }
  faulty(form, say(box, 'working'));
  return words;
}

export const typed = (form: HTMLFormElement, name: string): string =>
  find<HTMLInputElement>(form, `[data-${name}]`)?.value.normalize('NFKC').trim() ?? '';

export function fill(form: HTMLFormElement, name: string, value: string): void {
  (form.elements.namedItem(name) as HTMLInputElement).value = value;
}

/** Shows a form that needs this script, and does this instead of sending it. */
export function onSubmit(form: HTMLFormElement | null, act: (form: HTMLFormElement) => Promise<void>): void {
  if (!form) return;
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void act(form);
  });
}
