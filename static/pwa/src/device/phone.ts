// What the phone says of itself, and what it promises.

/** A name that a coordinator recognises in a list. */
export function describe(): { name: string; platform: string } {
  const agent = navigator.userAgent;
  const inside = /\(([^)]*)\)/.exec(agent)?.[1] ?? '';
  const model = /Android[^;]*; ([^;)]+)/.exec(agent)?.[1]?.replace(/ Build.*/, '');
  const browser = /(Firefox|Edg|OPR|SamsungBrowser|Chrome|Safari)\/(\d+)/.exec(agent);
  const name = [model ?? (/Linux|Windows|Mac|iPhone/.exec(inside)?.[0] || 'Navigateur'), browser ? `${browser[1]} ${browser[2]}` : ''];
  return { name: name.join(' ').trim().slice(0, 100), platform: inside.slice(0, 180) || 'web' };
}

/** Asks the browser to keep our data when space runs out. */
export async function persist(): Promise<boolean> {
  return (await navigator.storage?.persist?.().catch(() => false)) ?? false;
}

export async function room(): Promise<{ usedBytes: number | null; freeBytes: number | null; persisted: boolean }> {
  const estimate = await navigator.storage?.estimate?.().catch(() => undefined);
  const { usage = null, quota = null } = (estimate ?? {}) as { usage?: number; quota?: number };
  const persisted = (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
  return { usedBytes: usage, freeBytes: quota === null || usage === null ? null : quota - usage, persisted };
}

/** Runs `work` in one tab at a time; resolves with false when another tab is at it. */
export async function alone(work: () => Promise<void>): Promise<boolean> {
  if (!navigator.locks) {
    await work();
    return true;
  }
  return navigator.locks.request('echo-sync', { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    return lock !== null;
  });
}

/** Calls `work` whenever there may be signal, or the app is looked at again. */
export function onChances(work: () => void): void {
  addEventListener('online', work);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && work());
  navigator.serviceWorker?.addEventListener('message', ({ data }) => data === 'sync' && work());
}

/** Asks to be woken when there is signal, where the browser can. */
export async function wakeWhenOnline(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration('/app/')) as
    | (ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } })
    | undefined;
  await registration?.sync?.register('echo').catch(() => undefined);
}

/** Starts the worker that keeps the app openable; `onUpdate` gets a function that switches to the new version. */
export async function keepOffline(onUpdate: (apply: () => void) => void): Promise<void> {
  if (!navigator.serviceWorker) return;
  const registration = await navigator.serviceWorker.register('/app/sw.js', { scope: '/app/' }).catch(() => undefined);
  if (!registration) return;
  const offer = (worker: ServiceWorker | null): void => {
    if (!worker || !navigator.serviceWorker.controller) return;
    onUpdate(() => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
      worker.postMessage('take-over');
    });
  };
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => worker.state === 'installed' && offer(worker));
  });
}

/** Whether sending costs the person's own data. Where the browser does not tell, it is taken to. */
export function costsData(): boolean {
  const connection = (navigator as Navigator & { connection?: { type?: string } }).connection;
  return connection?.type !== 'wifi' && connection?.type !== 'ethernet';
}
