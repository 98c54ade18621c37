// The screens behind the first one, once they are here.

import { signal } from '@preact/signals';

type Rest = typeof import('../rest');

/** Null until they have been fetched. */
export const rest = signal<Rest | null>(null);
/** They could not be fetched: no network, and not kept yet. */
export const missing = signal(false);

export async function fetchRest(): Promise<void> {
  if (rest.value) return;
  try {
    rest.value = await import('../rest');
  } catch {
    missing.value = true;
  }
}

/** Fetches them when the phone keeps the app, so that they cost the first screen nothing. */
export function fetchRestLater(): void {
  const { serviceWorker } = navigator;
  if (serviceWorker) void serviceWorker.ready.then(fetchRest);
}
