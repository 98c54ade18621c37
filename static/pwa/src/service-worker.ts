// Keeps the app openable without a network. Touches nothing but GETs of the app's own files: what is sent and
// fetched by the app itself must reach the server untouched (enketo #1584).

import { syncInBackground } from './app/background';
import { downloaded } from './device/transfer';

/** Every file of this version and the start of its SHA-256; filled in by build.mjs. */
declare const __PRECACHE__: Record<string, string>;
declare const __BUILD__: string;

interface Worker {
  // biome-ignore lint/suspicious/noExplicitAny: the events of workers are not among TypeScript's types of pages
  addEventListener(type: string, listener: (event: any) => void): void;
  skipWaiting(): Promise<void>;
  clients: {
    claim(): Promise<void>;
    matchAll(options?: object): Promise<{ visibilityState: string; postMessage(message: unknown): void }[]>;
  };
}
const worker = self as unknown as Worker;
const PREFIX = 'echo-';
const CACHE = PREFIX + __BUILD__;
const SCOPE = '/app/';
/** Files that only some phones need: kept once they were asked for. */
const SELDOM = /\/app\/confiding\./;

/** A full set of files, or none: the install fails if one is missing or is not what was built. What any set holds
 * already is copied, also what an install that was cut off had fetched. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const [path, hash] of Object.entries(__PRECACHE__)) {
    await cache.put(path, (await reusable(path, hash)) ?? (await fetched(path, hash)));
  }
  await reportCost();
}

/** What that cost goes into the month's count by an open page; with none, by the next sending from here. */
async function reportCost(): Promise<void> {
  const [page] = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  page?.postMessage({ downloaded: downloaded() });
}

async function reusable(path: string, hash: string): Promise<Response | undefined> {
  for (const name of await ours()) {
    const found = await (await caches.open(name)).match(path);
    if (found && (await digest(found)) === hash) return found;
  }
  return undefined;
}

/** From the browser's own cache if it is there, because the page has just been loaded; else from the server. */
async function fetched(path: string, hash: string): Promise<Response> {
  for (const cache of ['default', 'reload'] as const) {
    const found = await fetch(path, { cache });
    if (found.ok && (await digest(found)) === hash) return found;
  }
  throw new Error(path);
}

async function digest(answer: Response): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', await answer.clone().arrayBuffer());
  return Array.from(new Uint8Array(bytes).slice(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function ours(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

async function activate(): Promise<void> {
  await Promise.all((await ours()).filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** Where the browser has Background Sync it wakes us when there is signal. A page that is looked at does the sending, so
 * that the person sees it; one that is hidden may be asleep. */
async function wake(): Promise<void> {
  const pages = (await worker.clients.matchAll({ type: 'window' })).filter((one) => one.visibilityState === 'visible');
  if (!pages.length) await syncInBackground();
  for (const page of pages) page.postMessage('sync');
}

/** Every screen of the app is its one page. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request.mode === 'navigate' ? SCOPE : new URL(request.url).pathname);
  if (found) return found;
  const fetched = await fetch(request);
  if (fetched.ok && SELDOM.test(request.url)) await cache.put(request, fetched.clone());
  return fetched;
}

/** Cleaning apps and browsers short of room throw the files away and leave the worker, which is not installed again. So a
 * page asks each time it opens, and hears whether it would open without a network. Under way, it is the same. */
let repairing: Promise<boolean> | null = null;

function repair(): Promise<boolean> {
  const work = async (): Promise<boolean> => {
    const cache = await caches.open(CACHE);
    const cached = new Set((await cache.keys()).map((one) => new URL(one.url).pathname));
    const gone = Object.entries(__PRECACHE__).filter(([path]) => !cached.has(path));
    for (const [path, hash] of gone) await cache.put(path, (await reusable(path, hash)) ?? (await fetched(path, hash)));
    return true;
  };
  repairing ??= work()
    .catch(() => false)
    .finally(() => (repairing = null));
  return repairing;
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => {
  const request: Request = event.request;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith(SCOPE)) return;
  event.respondWith(answer(request));
});
worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') void worker.skipWaiting();
  if (event.data === 'repair') event.waitUntil(repair().then((whole) => event.source?.postMessage({ whole })));
});
worker.addEventListener('sync', (event) => event.waitUntil(wake()));
