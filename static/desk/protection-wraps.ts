// An officer gives the key to another one, under a passphrase for one use that the page shows, or sets a passphrase of
// their own. What is typed stays in the page; wrapped keys alone are sent.

import type { Wrapped } from './opening';
import { heard, oncePassphrase, rewrap } from './opening';
import { chosen, faulty, fill, find, keysOf, onSubmit, say, typed } from './protection-form';

type Wraps = Record<string, Wrapped>;

/** The keys that a passphrase opens, wrapped under the next one. */
async function rewrapped(box: HTMLElement, once: boolean, passphrase: string, next: string): Promise<Wraps> {
  const found: Wraps = {};
  for (const key of keysOf(box)) {
    const made = key.wrapped && key.once === once ? await rewrap(key.wrapped, passphrase, next) : null;
    if (made) found[key.id] = made;
  }
  return found;
}

/** Notes what the form sends; false, and a sentence, where the passphrase opened nothing. */
function filled(box: HTMLElement, form: HTMLFormElement, wraps: Wraps): boolean {
  const any = Object.keys(wraps).length > 0;
  faulty(form, any ? '' : say(box, 'passphrase.wrong'));
  if (any) fill(form, 'wraps', JSON.stringify(wraps));
  else find(form, '[data-current]')?.focus();
  return any;
}

async function change(box: HTMLElement, form: HTMLFormElement): Promise<void> {
  const [once, current, words] = [form.hasAttribute('data-once'), typed(form, 'current'), chosen(box, form)];
  if (!words) return;
  if (words === current || (once && words === heard(current))) return faulty(form, say(box, 'passphrase.same'));
  let wraps = await rewrapped(box, once, current, words);
  if (once && !Object.keys(wraps).length) wraps = await rewrapped(box, once, heard(current), words);
  if (filled(box, form, wraps)) form.submit();
}

/** First the passphrase is shown, to be noted; only then may the form be sent. */
async function give(box: HTMLElement, form: HTMLFormElement): Promise<void> {
  const shown = find(form, '[data-shows]');
  if (!shown?.hidden) return form.submit();
  faulty(form, say(box, 'working'));
  const words = oncePassphrase();
  if (!filled(box, form, await rewrapped(box, false, typed(form, 'current'), words))) return;
  const [asked, place, send] = [find(form, '[data-asks]'), find(form, '[data-once-words]'), find(form, '[data-send]')];
  if (asked) asked.hidden = true;
  const field = find<HTMLInputElement>(form, '[data-current]');
  if (field) [field.value, field.required] = ['', false];
  if (place) place.textContent = words;
  shown.hidden = false;
  send?.focus();
}

/** Makes these forms work, where the page has them. */
export function watchWraps(box: HTMLElement): void {
  onSubmit(find<HTMLFormElement>(box, '[data-gives]'), (form) => give(box, form));
  for (const form of box.querySelectorAll<HTMLFormElement>('[data-changes]')) onSubmit(form, (one) => change(box, one));
}
