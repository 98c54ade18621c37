// Protection reports: opened, and answered, in this page. The key stays in its memory while its parts are swapped, and is
// gone when the page is, when it is closed by hand, or after a quarter of an hour.

import { REFERRAL, padded } from '../pwa/src/bundle/padding';
import { seal } from '../pwa/src/bundle/sealing';
import type { OpenKey } from './opening';
import { decoded, encoded, makeKey, openKey, unsealed } from './opening';
import { chosen, faulty, fill, find, keysOf, onSubmit, say } from './protection-form';
import { watchWraps } from './protection-wraps';

const OPEN_MS = 15 * 60_000;

let open = new Map<string, OpenKey>();
let closing = 0;

const page = (): HTMLElement | null => document.querySelector('[data-protection]');

function line(box: HTMLElement, name: string, text: string): void {
  const [term, value] = [document.createElement('dt'), document.createElement('dd')];
  term.textContent = name;
  value.textContent = text;
  value.dir = 'auto';
  box.append(term, value);
}

/** What was sealed, as it is read. Whoever sealed it may have written anything: texts alone are taken. */
function shown(box: HTMLElement, report: Record<string, unknown>): HTMLElement {
  const list = document.createElement('dl');
  const text = (name: string): string => (typeof report[name] === 'string' ? (report[name] as string).trim() : '');
  if (text('example')) line(list, say(box, 'field.example'), text('example'));
  const kind = say(box, `kind.${text('kind')}`);
  if (kind) line(list, kind, say(box, `now.${text('now')}`));
  if (kind) line(list, say(box, 'field.what'), text('what') || say(box, 'field.none'));
  if (kind) line(list, say(box, 'field.reach'), text('reach') || say(box, 'field.none'));
  if (text('whom')) line(list, `${say(box, 'refer.whom')} : ${text('whom')}`, text('done'));
  return list;
}

async function openOne(box: HTMLElement, place: HTMLElement): Promise<void> {
  const key = open.get(place.dataset.key ?? '');
  if (!key) {
    if (open.size) place.textContent = say(box, 'other_key');
    return;
  }
  try {
    const bytes = await unsealed(decoded(place.dataset.sealed ?? ''), key, place.dataset.name ?? '');
    place.replaceChildren(shown(box, JSON.parse(new TextDecoder().decode(bytes))));
  } catch {
    place.textContent = say(box, 'damaged');
  }
}

async function draw(box: HTMLElement): Promise<void> {
  const [locked, unlocked] = [find(box, '[data-locked]'), find(box, '[data-unlocked]')];
  if (locked) locked.hidden = open.size > 0;
  if (unlocked) unlocked.hidden = !open.size;
  for (const form of box.querySelectorAll<HTMLElement>('[data-refers]')) form.hidden = !open.size;
  if (open.size) for (const place of box.querySelectorAll<HTMLElement>('[data-sealed]')) await openOne(box, place);
}

async function unlock(box: HTMLElement, field: HTMLInputElement): Promise<void> {
  faulty(box, say(box, 'working'));
  for (const key of keysOf(box)) {
    if (!key.wrapped || key.once || open.has(key.id)) continue;
    const found = await openKey(key.public, key.wrapped, field.value);
    if (found) open.set(key.id, found);
  }
  const opened = open.size > 0;
  faulty(box, opened ? '' : say(box, 'passphrase.wrong'));
  if (!opened) return field.focus();
  field.value = '';
  clearTimeout(closing);
  closing = window.setTimeout(lock, OPEN_MS);
  await draw(box);
  find(box, '[data-lock]')?.focus();
}

/** Nothing that was read stays on the page. */
function lock(): void {
  open = new Map();
  location.reload();
}

async function make(box: HTMLElement, form: HTMLFormElement): Promise<void> {
  const words = chosen(box, form);
  if (!words) return;
  const made = await makeKey(words);
  fill(form, 'public_key', made.public);
  fill(form, 'wrapped', JSON.stringify(made.wrapped));
  form.submit();
}

/** Seals what an officer writes to the newest key; false where it is too long. */
async function sealNote(box: HTMLElement, form: HTMLFormElement): Promise<boolean> {
  const [newest] = keysOf(box);
  const written = (name: string): string => find<HTMLInputElement>(form, `[data-${name}]`)?.value ?? '';
  const plain = padded({ whom: written('whom'), done: written('done') }, REFERRAL.size);
  if (!plain || !newest) return false;
  const { bytes } = await seal(plain, newest.public, REFERRAL.name);
  fill(form, 'key', newest.id);
  fill(form, 'sealed', encoded(bytes));
  return true;
}

// Nothing that was read stays in a page that the browser may go back to.
window.addEventListener('pagehide', () => {
  if (open.size) page()?.remove();
  open = new Map();
});

/** Makes the page of reports work, if this is one: called again when its parts were swapped. */
export function watchProtection(): void {
  const box = page();
  if (!box || box.dataset.watched) return;
  box.dataset.watched = 'yes';
  const field = find<HTMLInputElement>(box, '[data-passphrase]');
  if (field) {
    find(box, '[data-unlock]')?.addEventListener('click', () => void unlock(box, field));
    field.addEventListener('keydown', (event) => event.key === 'Enter' && void unlock(box, field));
  }
  find(box, '[data-lock]')?.addEventListener('click', lock);
  onSubmit(find<HTMLFormElement>(box, '[data-makes-key]'), (form) => make(box, form));
  watchWraps(box);
  for (const form of box.querySelectorAll<HTMLFormElement>('[data-refers]')) {
    form.addEventListener('htmx:confirm', (event) => {
      event.preventDefault();
      void sealNote(box, form).then((sealed) => {
        faulty(form, sealed ? '' : say(box, 'refer.long'));
        if (sealed) (event as CustomEvent<{ issueRequest(skip: boolean): void }>).detail.issueRequest(true);
      });
    });
  }
  void draw(box);
}
