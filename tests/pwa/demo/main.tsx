// The screens over the demo port. `window.WORLD` is set by the test before this runs.

import { render } from 'preact';

import { Root } from '../../../static/pwa/src/root';
import '../../../static/pwa/src/ui/app.css';
import { installPictures } from '../../../static/pwa/src/ui/picture';
import { followAddress } from '../../../static/pwa/src/ui/route';
import { LANGUAGES } from '../../../static/pwa/src/i18n/words';
import { DemoApp } from './demo';
import type { World } from './demo';

declare global {
  interface Window {
    WORLD: World;
    app: DemoApp;
  }
}

if (window.WORLD.blank) blank(LANGUAGES[0] as unknown as Record<string, unknown>);
installPictures(document);
followAddress();
window.app = new DemoApp(window.WORLD);
render(<Root app={window.app} />, document.getElementById('app') as HTMLElement);

/** Every word of the app becomes a blank, so that only pictures speak. */
function blank(words: Record<string, unknown>): void {
  for (const key of Object.keys(words)) {
    const word = words[key];
    if (key === 'code' || key === 'decimal') continue;
    if (typeof word === 'string') words[key] = '\u00a0';
    else if (typeof word === 'function') words[key] = () => '\u00a0';
    else if (word && typeof word === 'object') blank(word as Record<string, unknown>);
  }
}
