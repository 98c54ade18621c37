// The screens over the demo port. `window.WORLD` is set by the test before this runs.

import { render } from 'preact';

import { Root } from '../../../static/pwa/src/root';
import '../../../static/pwa/src/ui/app.css';
import { installPictures } from '../../../static/pwa/src/ui/picture';
import { followAddress } from '../../../static/pwa/src/ui/route';
import { behindFr } from '../../../static/pwa/src/i18n/behind-fr';
import { guardTouches } from '../../../static/pwa/src/ui/touch';
import { followFr } from '../../../static/pwa/src/i18n/follow-fr';
import { fr } from '../../../static/pwa/src/i18n/fr';
import type { App } from '../../../static/pwa/src/app/app';
import { demoApp } from './demo';
import type { World } from './world';

declare global {
  interface Window {
    WORLD: World;
    app: App;
  }
}

const spoken = { fr, followFr, behindFr } as unknown as Record<string, unknown>;
if (window.WORLD.blank) reword(spoken, () => '\u00a0');
if (window.WORLD.long) reword(spoken, byHalf);
installPictures(document);
if (!window.WORLD.unguarded) guardTouches();
followAddress();
window.app = demoApp(window.WORLD);
render(<Root app={window.app} />, document.getElementById('app') as HTMLElement);

/** Every word of the app becomes another: a blank, so that only pictures speak; a longer one, as in a wordy language. */
function reword(words: Record<string, unknown>, as: (text: string) => string): void {
  for (const key of Object.keys(words)) {
    const word = words[key];
    if (key === 'code' || key === 'locale') continue;
    if (typeof word === 'string') words[key] = as(word);
    else if (typeof word === 'function') words[key] = (...about: unknown[]) => as(word(...about) as string);
    else if (word && typeof word === 'object') reword(word as Record<string, unknown>, as);
  }
}

/** Half as long again: short words become one longer word, as they do in languages that build them together. */
function byHalf(text: string): string {
  const half = text.slice(0, Math.ceil(text.length / 2)).trim();
  return text.length < 9 ? `${text}${half.toLowerCase()}` : `${text} ${half}`;
}
