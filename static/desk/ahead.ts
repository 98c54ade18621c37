// The next record of the list is fetched while one is read, and shown at once when it is asked for. It is in the memory
// of this page alone; the server notes nothing of it until it is shown, and does not give sensitive records ahead.
import htmx from 'htmx.org';

interface Ahead {
  address: string;
  page: string;
  at: number;
}

/** How long a page is read before the next one is fetched, and for how long that one may be shown. */
const AFTER = 700;
const FRESH = 5 * 60_000;

let ahead: Ahead | null = null;
let timer = 0;

const nextLink = (): HTMLAnchorElement | null => document.querySelector('#main a[data-ahead]');

function isThrifty(): boolean {
  return !!(navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
}

async function fetchPage(address: string): Promise<void> {
  try {
    const answer = await fetch(address, { headers: { 'Echo-Ahead': '1' }, cache: 'no-store', redirect: 'error' });
    const page = answer.status === 200 ? await answer.text() : '';
    if (page && nextLink()?.href === address) ahead = { address, page, at: Date.now() };
  } catch {
    // Without a network it is fetched when it is asked for.
  }
}

/** Fetches the page that the link to the next record leads to, a moment from now. */
export function fetchAhead(): void {
  clearTimeout(timer);
  const address = nextLink()?.href;
  if (ahead?.address === address) return;
  ahead = null;
  if (address && !isThrifty()) timer = window.setTimeout(() => void fetchPage(address), AFTER);
}

function show({ address, page }: Ahead): void {
  // With this mark htmx loads the page before again when somebody goes back to it.
  history.replaceState({ htmx: true }, '');
  history.pushState({ htmx: true }, '', address);
  htmx.swap('#main', page, { swapStyle: 'outerHTML', swapDelay: 0, settleDelay: 0 }, { select: '#main' });
}

/** Shows what was fetched, where the link to it is followed. */
export function watchAhead({ isInUse, notify }: { isInUse: () => boolean; notify: () => void }): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-ahead]');
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const found = ahead;
    if (!link || !plain || found?.address !== link.href) return;
    ahead = null;
    if (Date.now() - found.at > FRESH) return;
    event.preventDefault();
    show(found);
  });
  // What is sent when such a page is shown says which version of the record it is; another answer than "noted" means
  // that the record has changed since, or that the session has ended.
  document.addEventListener('htmx:afterRequest', (event) => {
    const { elt, xhr } = (event as CustomEvent<{ elt: HTMLElement; xhr: XMLHttpRequest }>).detail;
    if (!elt.matches('form[data-version]') || !xhr.status || xhr.status === 204) return;
    if (isInUse()) notify();
    else location.reload();
  });
  fetchAhead();
}
