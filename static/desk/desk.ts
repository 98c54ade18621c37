// The desk in the browser: htmx swaps, and a few keys. Every page works without this file.
import htmx from 'htmx.org';

import { takeLink } from './account-link';
import { fetchAhead, watchAhead } from './ahead';
import { watchBlur } from './blur';
import { fillAgain, takeBack } from './interrupted-form';
import { watchPasskeys } from './passkey';
import { watchPhotos } from './photo';
import { watchProtection } from './protection';
import { watchRecorders } from './recorder';
import { watchUploads } from './upload';
import { watchVoices } from './voice';

const TYPING = 'input, select, textarea, [contenteditable]';

/** What a key does is said in the page: `data-key="a"` on what it presses, opens or goes to. */
function press(key: string): boolean {
  const target = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (!target || target.closest('[hidden]')) return false;
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.querySelector<HTMLElement>('select, textarea, input:not([type=hidden])')?.focus();
  } else if (target.matches(TYPING)) {
    target.focus();
  } else {
    target.click();
  }
  return true;
}

/** j and k walk the rows of a list, and where there is no list, the records before and after. */
function walk(step: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  if (!rows.length) return press(step > 0 ? 'j' : 'k');
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return true;
}

/** The arrows walk a list too, once one is in it; elsewhere they scroll. */
const STEPS: Record<string, 1 | -1> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

/** x ticks the row that one is in, as far as it can be. */
function tick(target: Element | null): boolean {
  const box = target?.closest('tr')?.querySelector<HTMLInputElement>('input[type=checkbox][name=record]');
  box?.click();
  return !!box;
}

function act(key: string, target: Element | null): boolean {
  const step = STEPS[key];
  if (key === 'x' && target?.matches('[data-row]')) return tick(target);
  if (step && (key.length === 1 || target?.matches('[data-row]'))) return walk(step);
  return /^[a-z/?]$/.test(key) && press(key);
}

document.addEventListener('keydown', (event) => {
  const target = event.target as Element | null;
  if (document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape' && target?.closest('details[data-key]')) {
    const panel = target.closest<HTMLDetailsElement>('details[data-key]');
    if (panel) panel.open = false;
    panel?.querySelector<HTMLElement>('summary')?.focus();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || target?.closest(TYPING)) return;
  if (act(event.key, target)) event.preventDefault();
});

// What opens over the page: `data-opens` names it.
document.addEventListener('click', (event) => {
  const opener = (event.target as Element).closest<HTMLElement>('[data-opens]');
  if (opener) document.querySelector<HTMLDialogElement>(`dialog#${opener.dataset.opens}`)?.showModal();
});

// What is there to be put on paper: the browser's own menu does it too.
document.addEventListener('click', (event) => {
  if ((event.target as Element).closest('[data-prints]')) print();
});

/** Of a menu that is wider than a phone, the current part is seen. */
function showCurrent(): void {
  for (const one of document.querySelectorAll<HTMLElement>('.top nav [aria-current], .tabs [aria-current]')) {
    const row = one.closest<HTMLElement>('.tabs, nav');
    if (row) row.scrollLeft += one.getBoundingClientRect().left - (row.clientWidth - one.offsetWidth) / 2;
  }
}
showCurrent();

/** Says something that is not part of the page that came. */
function notify(words: string): void {
  const notice = document.querySelector<HTMLElement>('#notice');
  if (notice) notice.textContent = words;
}

function word(name: string): string {
  return document.querySelector<HTMLElement>('#notice')?.dataset[name] ?? '';
}

interface RequestDetail {
  elt: HTMLElement;
  requestConfig?: { elt: HTMLElement; triggeringEvent?: Event };
}

/** Whether the page sent a request of htmx by itself: nobody waits for what comes of it. */
function isBackground(event: Event): boolean {
  const { requestConfig, elt } = (event as CustomEvent<RequestDetail>).detail;
  return (requestConfig?.elt ?? elt).matches('[data-background]') && requestConfig?.triggeringEvent?.type !== 'submit';
}

function whenAsked(name: string, act: () => void): void {
  document.addEventListener(name, (event) => {
    if (!isBackground(event)) act();
  });
}

whenAsked('htmx:sendError', () => notify(word('offline')));
whenAsked('htmx:timeout', () => notify(word('offline')));
whenAsked('htmx:responseError', () => notify(word('failed')));
whenAsked('htmx:beforeRequest', () => notify(''));

/** Whether a page that is swapped in would take something away: words that were written, what was opened over the page
 *  or in it, a voice that is playing. */
function isInUse(): boolean {
  const main = document.querySelector<HTMLElement>('#main');
  if (document.querySelector('#main details[data-key][open], #main [data-live], dialog[open]')) return true;
  if ([...(main?.querySelectorAll('audio') ?? [])].some((voice) => !voice.paused)) return true;
  return [
    ...(main?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input:not([type=hidden]), textarea') ?? []),
  ].some(
    (field) => field.value !== field.defaultValue || ('checked' in field && field.checked !== field.defaultChecked),
  );
}

// What came in meanwhile is shown by itself only to somebody who has not begun anything; the form that offers it stays.
document.addEventListener('htmx:beforeSwap', (event) => {
  if (isBackground(event) && isInUse()) (event as CustomEvent<{ shouldSwap: boolean }>).detail.shouldSwap = false;
});

// After a whole page was swapped in, reading starts at its heading, as after any page load; but not for somebody whose
// next key was faster.
document.addEventListener('htmx:afterSettle', (event) => {
  takeBack();
  showCurrent();
  watchVoices();
  watchRecorders();
  watchBlur();
  watchProtection();
  fetchAhead();
  if (isBackground(event)) return;
  const swapped = event.target as HTMLElement | null;
  if (swapped?.id !== 'main' || document.activeElement?.matches(TYPING)) return;
  document.querySelector<HTMLElement>('#main h1')?.focus({ preventScroll: true });
  window.scrollTo(0, 0);
});

// One press, one request: a double click on "accept" must not decide the next record too. Heard before htmx hears it.
document.addEventListener(
  'submit',
  (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== 'post') return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    form.dataset.sent = '1';
  },
  { capture: true },
);

watchUploads({ say: word, notify, swapped: () => htmx.process(document.body) });

watchPasskeys();

watchPhotos();

watchVoices();

watchRecorders();

watchBlur();

watchProtection();

watchAhead({ isInUse, notify: () => notify(word('changed')) });

function allowAgain(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) delete form.dataset.sent;
}
window.addEventListener('pageshow', allowAgain);
whenAsked('htmx:afterRequest', allowAgain);

document.documentElement.classList.add('script');

// A list that is alone in its form is sent as soon as something is chosen; without this file it has a button.
document.addEventListener('change', (event) => {
  (event.target as Element).closest<HTMLFormElement>('form[data-at-once]')?.requestSubmit();
});

// How many are ticked is said on the button that is for them.
document.addEventListener('change', (event) => {
  const form = (event.target as HTMLInputElement).form;
  const shown = form?.querySelector<HTMLElement>('[data-ticked]');
  const ticked = [...(form?.elements ?? [])].filter((one) => (one as HTMLInputElement).checked).length;
  if (shown) shown.textContent = ticked ? `(${ticked})` : '';
});

// A reason fills in the sentence that its author would read; what somebody wrote of their own stays.
document.addEventListener('change', (event) => {
  const list = event.target as HTMLSelectElement;
  const message = list.form?.querySelector<HTMLTextAreaElement>('textarea[name=message]');
  if (list.name !== 'reason' || !message) return;
  const sentences = [...list.options].map((option) => option.dataset.say ?? '');
  if (message.value && !sentences.includes(message.value)) return;
  message.value = list.selectedOptions[0]?.dataset.say ?? '';
});

// What an address led here with is sent on as a form; without this file it has a button.
document.querySelector<HTMLFormElement>('form[data-send-now]')?.requestSubmit();

fillAgain();
takeBack();
takeLink();
document.querySelector<HTMLFormElement>('form[data-send-now]')?.requestSubmit();

export { htmx };
