// Files at the desk: what is too large is said before it is sent, and what something in front of the server refuses is said
// on the page that was open, with what was typed. Without this file the form is sent as forms are.

type Say = (name: string) => string;

/** Pages and answers of ours say what they may load; those of a proxy do not. */
const isOurs = (answer: Response): boolean => answer.headers.has('Content-Security-Policy');

const sizeOf = (form: HTMLFormElement): number =>
  [...form.querySelectorAll<HTMLInputElement>('input[type=file]')]
    .flatMap((input) => [...(input.files ?? [])])
    .reduce((sum, file) => sum + file.size, 0);

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

/** What to say of an answer that is not ours; "" for one that is. */
export function refusalOf(status: number, ours: boolean): string {
  if (ours) return '';
  return status === 413 ? 'uploadRefused' : 'uploadFailed';
}

async function send(form: HTMLFormElement, size: number, say: Say): Promise<string> {
  const answer = await fetch(form.action, {
    method: 'POST',
    body: new FormData(form),
    credentials: 'same-origin',
  }).catch(() => null);
  // Some proxies close the connection where others say 413.
  if (!answer) return say('uploadCut').replace('{size}', megabytes(size));
  const wrong = refusalOf(answer.status, isOurs(answer));
  if (wrong) return say(wrong).replace('{size}', megabytes(size)).replace('{status}', String(answer.status));
  if (answer.redirected) location.assign(answer.url);
  else show(await answer.text());
  return '';
}

/** Puts the page that came in place of the one that is open. */
function show(html: string): void {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const [here, come] = [document.querySelector('main'), page.querySelector('main')];
  if (!here || !come) return;
  here.replaceWith(document.adoptNode(come));
  document.title = page.title;
  window.scrollTo(0, 0);
  document.querySelector<HTMLElement>('main')?.focus();
}

/** Takes over the forms that say how much they take (`data-upload`). `swapped` is called after the page was replaced. */
export function watchUploads({
  say,
  notify,
  swapped,
}: {
  say: Say;
  notify(words: string): void;
  swapped(): void;
}): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const most = Number(form.querySelector<HTMLElement>('[data-upload]')?.dataset.upload ?? 0);
    if (!most || event.defaultPrevented) return;
    event.preventDefault();
    const size = sizeOf(form);
    const done = (words: string): void => {
      delete form.dataset.sent;
      form.removeAttribute('aria-busy');
      notify(words);
      swapped();
    };
    if (size > most)
      return done(
        say('uploadMost')
          .replace('{size}', megabytes(size))
          .replace('{most}', String(Math.floor(most / 2 ** 20))),
      );
    form.setAttribute('aria-busy', 'true');
    notify(say('uploading'));
    void send(form, size, say).then(done);
  });
}
