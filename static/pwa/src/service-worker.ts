// Keeps the app openable without a network. Touches nothing but GETs of the app's own files: what is sent and
// fetched by the app itself must reach the server untouched (enketo #1584).

declare const __PRECACHE__: Record<string, string>;
declare const __BUILD__: string;

interface Worker {
  addEventListener(type: string, listener: (event: any) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void>; matchAll(options?: object): Promise<{ postMessage(message: unknown): void }[]> };
  registration: { scope: string };
}
const worker = self as unknown as Worker;
const CACHE = `echo-${__BUILD__}`;
const HASHES = '/app/.hashes';

/** A full set of files, or none: unchanged ones are copied from the set before, the others fetched. */
async function install(): Promise<void> {
  const old = await newest();
  const before: Record<string, string> = old ? await hashes(old) : {};
  const cache = await caches.open(CACHE);
  await Promise.all(
    Object.entries(__PRECACHE__).map(async ([path, hash]) => {
      const kept = old && before[path] === hash ? await old.match(path) : undefined;
      const answer = kept ?? (await fetch(path, { cache: 'no-cache' }));
      if (!answer.ok) throw new Error(path);
      await cache.put(path, answer);
    }),
  );
  await cache.put(HASHES, new Response(JSON.stringify(__PRECACHE__)));
}

async function newest(): Promise<Cache | undefined> {
  const name = (await caches.keys()).filter((one) => one.startsWith('echo-') && one !== CACHE).pop();
  return name === undefined ? undefined : caches.open(name);
}

async function hashes(cache: Cache): Promise<Record<string, string>> {
  const kept = await cache.match(HASHES);
  return kept ? kept.json() : {};
}

async function activate(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('echo-') && name !== CACHE).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const path = new URL(request.url).pathname;
  const kept = await cache.match(request.mode === 'navigate' ? '/app/' : path);
  return kept ?? fetch(request);
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => {
  const request: Request = event.request;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith('/app')) return;
  event.respondWith(answer(request));
});
worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') void worker.skipWaiting();
});
// Where the browser has Background Sync it wakes us when there is signal. An open page does the sending; with none
// open the records wait for the next start, because the token and the outbox are the page's business.
worker.addEventListener('sync', (event) => {
  event.waitUntil(worker.clients.matchAll({ type: 'window' }).then((all) => all.forEach((one) => one.postMessage('sync'))));
});
