// What the phone says of itself, and what it promises.

import { wellFormed } from '../domain/text';
import { passing } from './passing';

/** A name that a coordinator recognises in a list. */
export function describe(): { name: string; platform: string } {
  const agent = navigator.userAgent;
  const inside = /\(([^)]*)\)/.exec(agent)?.[1] ?? '';
  const model = /Android[^;]*; ([^;)]+)/.exec(agent)?.[1]?.replace(/ Build.*/, '');
  const browser = /(Firefox|Edg|OPR|SamsungBrowser|Chrome|Safari)\/(\d+)/.exec(agent);
  const name = [
    model ?? /Linux|Windows|Mac|iPhone/.exec(inside)?.[0] ?? 'Web',
    browser ? `${browser[1]} ${browser[2]}` : '',
  ];
  return { name: wellFormed(name.join(' ').trim().slice(0, 100)), platform: wellFormed(inside.slice(0, 180)) || 'web' };
}

export function browserLanguage(): string {
  return navigator.language || '';
}

/** Asks the browser to keep our data when space runs out. Some ask the person, so only once there is something to keep. */
export async function persist(): Promise<void> {
  const { storage } = navigator;
  if (!storage?.persist || (await storage.persisted())) return;
  await storage.persist().catch(() => false);
}

/** Whether sending a photo now would cost the person data; null where the browser does not know. */
export function costsData(): boolean | null {
  const { connection } = navigator as Navigator & { connection?: { type?: string; saveData?: boolean } };
  if (connection?.type === 'cellular' || connection?.saveData === true) return true;
  return connection?.type === 'wifi' || connection?.type === 'ethernet' ? false : null;
}

/** How long a tab that cannot hold a lock may stand for one. */
const LEASE_MS = 60000;

/** Runs `work` in one tab at a time; resolves with false when another tab is at it. */
export async function alone(name: string, work: () => Promise<void>): Promise<boolean> {
  if (!navigator.locks) return leased(`echo-${name}`, work);
  return navigator.locks.request(`echo-${name}`, { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    return lock !== null;
  });
}

/** The same without Web Locks: a note that is renewed while the work goes on and runs out by itself. Two tabs may slip
 * through together; the server makes that harmless. */
async function leased(key: string, work: () => Promise<void>): Promise<boolean> {
  // One that runs longer than any was written by a clock that was ahead: it must not hold everybody up.
  const left = Number(localStorage.getItem(key)) - Date.now();
  if (left > 0 && left <= LEASE_MS) return false;
  const renew = (): void => localStorage.setItem(key, String(Date.now() + LEASE_MS));
  renew();
  const timer = setInterval(renew, LEASE_MS / 3);
  try {
    await work();
  } finally {
    clearInterval(timer);
    localStorage.removeItem(key);
  }
  return true;
}

/** Calls `work` whenever there may be signal, or the app is looked at again. */
export function onChances(work: () => void): void {
  addEventListener('online', work);
  (navigator as Navigator & { connection?: EventTarget }).connection?.addEventListener?.('change', work);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && work());
  navigator.serviceWorker?.addEventListener('message', ({ data }) => data === 'sync' && work());
}

/** Calls `work` when the person looks away: the browser may put the page to sleep from now on. */
export function onLeaving(work: () => void): void {
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && work());
  addEventListener('pagehide', work);
}

/** Has the browser ask before the page is closed, for as long as `holdsBack`. */
export function onClosing(holdsBack: () => boolean): void {
  addEventListener('beforeunload', (event) => {
    if (!holdsBack()) return;
    event.preventDefault();
    event.returnValue = ''; // what browsers before 2023 look at
  });
}

/** Asks to be woken when there is signal, where the browser can. */
export async function wakeWhenOnline(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration('/app/')) as
    | (ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } })
    | undefined;
  await registration?.sync?.register('echo').catch(() => undefined);
}

/** Starts the worker that keeps the app openable, once the page has what it needs; `onUpdate` gets a function that
 * switches to a newer version. */
export function keepOffline(onUpdate: (apply: () => void) => void): void {
  if (!navigator.serviceWorker) return;
  const start = (): void => void register(onUpdate).catch(() => undefined);
  if (document.readyState === 'complete') start();
  else addEventListener('load', start);
}

/** How soon the worker tries again: a phone says that it is online before its network answers, and says it once. */
const REPAIR_MS = 10000;

/** Has the worker fetch again what it lost, whenever there may be a network, and until it has; `onState` hears whether the
 * app would open without one. */
export function keepWhole(onState: (whole: boolean) => void): void {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  let again: ReturnType<typeof setTimeout>;
  const ask = (): void => void workers.ready.then(({ active }) => active?.postMessage('repair'));
  workers.addEventListener('message', ({ data }) => {
    if (typeof data?.whole !== 'boolean') return;
    onState(data.whole as boolean);
    clearTimeout(again);
    if (!data.whole) again = setTimeout(ask, REPAIR_MS);
  });
  ask();
  onChances(ask);
}

async function register(onUpdate: (apply: () => void) => void): Promise<void> {
  const workers = navigator.serviceWorker;
  const registration = await workers.register('/app/sw.js', { scope: '/app/' });
  const offer = (worker: ServiceWorker | null): void => {
    if (!worker || !workers.controller) return;
    onUpdate(() => {
      workers.addEventListener('controllerchange', () => location.reload());
      worker.postMessage('take-over');
    });
  };
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => worker.state === 'installed' && offer(worker));
  });
}

/** How often is looked whether the phone lies idle. */
const LOOK_MS = 5000;

/** Calls `work` when nobody has touched the phone for so long. */
export function onIdle(ms: number, work: () => void): void {
  const passed = passing();
  let last = passed();
  // Who takes a photo is in another app meanwhile, and not away.
  let choosing = false;
  const touched = (): void => {
    last = passed();
    choosing = false;
  };
  for (const kind of ['pointerdown', 'keydown', 'input', 'scroll', 'change'])
    addEventListener(kind, touched, { capture: true, passive: true });
  addEventListener(
    'click',
    ({ target }) => (choosing = target instanceof HTMLInputElement && target.type === 'file'),
    true,
  );
  addEventListener('focus', () => choosing && touched());
  const look = (): void => {
    if (!choosing && passed() - last >= ms) work();
  };
  setInterval(look, LOOK_MS);
  document.addEventListener('visibilitychange', () =>
    choosing && document.visibilityState === 'visible' ? touched() : look(),
  );
}

/** Begins anew at the first screen: nothing that was read stays in memory, and who comes next does not begin where one was. */
export function leave(): void {
  history.replaceState(null, '', location.pathname);
  location.reload();
}

export function reload(): void {
  location.reload();
}
