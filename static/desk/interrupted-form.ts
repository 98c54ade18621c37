// A form that came after its session had ended: restored after the sign-in on the page on which it was written.
// Without this file the page after the sign-in shows what was written, and sends it.

interface InterruptedForm {
  action: string;
  page: string;
  fields: [string, string][];
  why: string;
  gone: string;
}

const STORAGE_KEY = 'echo-unsent';
type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** On the page after the sign-in: goes back to where the form was written, with what was written. */
export function takeBack(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-unsent]');
  if (!form) return;
  const unsent = JSON.parse(form.dataset.unsent ?? '') as InterruptedForm;
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify({ ...unsent, why: form.dataset.why, gone: form.dataset.gone }));
  } catch {
    return; // a browser that stores nothing shows what the server sent
  }
  location.replace(unsent.page);
}

/** On the page where the form was written: fills it in again, once. */
export function fillAgain(): void {
  const stored = sessionStorage.getItem(STORAGE_KEY);
  if (!stored || document.querySelector('form[data-unsent]')) return;
  sessionStorage.removeItem(STORAGE_KEY);
  const unsent = JSON.parse(stored) as InterruptedForm;
  const form = formLike(unsent);
  say(form ? unsent.why : unsent.gone, form ? [] : unsent.fields.filter(([, value]) => /\s/.test(value.trim())));
  if (form) fill(form, unsent).focus();
}

/** The form of the page that says the same of itself: where it goes, and what it does there. */
function formLike({ action, fields }: InterruptedForm): HTMLFormElement | undefined {
  const written = new Map(fields);
  const path = (address: string): string => new URL(address, location.href).pathname;
  return [...document.querySelectorAll<HTMLFormElement>('form[method=post]')].find((form) => {
    const does = form.querySelector<HTMLInputElement>('input[type=hidden][name=action]');
    return path(form.getAttribute('action') ?? '') === path(action) && (!does || does.value === written.get('action'));
  });
}

/** Puts the values where they were written; returns what to go on with: a field, else the button. */
function fill(form: HTMLFormElement, { fields }: InterruptedForm): HTMLElement {
  const all = [...form.querySelectorAll<Field>('input:not([type=hidden]):not([type=file]), select, textarea')];
  for (const field of all) {
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type))
      field.checked = values.includes(field.value);
    else if (values[0] !== undefined) field.value = values[0];
  }
  for (let around = form.closest('details'); around; around = around.parentElement?.closest('details') ?? null)
    around.open = true;
  return all.find((field) => field instanceof HTMLTextAreaElement) ?? all[0] ?? form.querySelector('button') ?? form;
}

/** Says at the head of the page what happened; `lost` are texts whose form is no longer there. */
function say(words: string, lost: [string, string][]): void {
  const notice = document.createElement('div');
  notice.className = 'notice warn';
  notice.setAttribute('role', 'status');
  notice.append(words);
  for (const [, value] of lost) {
    const text = document.createElement('textarea');
    text.readOnly = true;
    text.value = value;
    notice.append(text);
  }
  document.querySelector('#main')?.prepend(notice);
}
