// Installing on the home screen, where the browser offers it.

import { signal } from '@preact/signals';

interface Offer extends Event {
  prompt: () => Promise<unknown>;
}

let offer: Offer | null = null;

/** True while the browser would install the app if asked. */
export const installable = signal(false);

/** Keep the browser's offer for the settings instead of showing it at once. */
export function keepOffer(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer = event as Offer;
    installable.value = true;
  });
  addEventListener('appinstalled', () => {
    installable.value = false;
  });
}

export async function install(): Promise<void> {
  await offer?.prompt();
  offer = null;
  installable.value = false;
}
