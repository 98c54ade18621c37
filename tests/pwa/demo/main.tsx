// The screens over the demo port. `window.WORLD` is set by the test before this runs.

import { render } from 'preact';

import { Root } from '../../../static/pwa/src/root';
import '../../../static/pwa/src/ui/app.css';
import { installPictures } from '../../../static/pwa/src/ui/picture';
import { followAddress } from '../../../static/pwa/src/ui/route';
import { DemoApp } from './demo';
import type { World } from './demo';

declare global {
  interface Window {
    WORLD: World;
    app: DemoApp;
  }
}

installPictures(document);
followAddress();
window.app = new DemoApp(window.WORLD);
render(<Root app={window.app} />, document.getElementById('app') as HTMLElement);
