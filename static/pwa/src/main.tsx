// The phone app's beginning.

import { render } from 'preact';

import { createApp } from './app/create';
import './ui/app.css';
import { keepOffer } from './ui/install';
import { installPictures } from './ui/picture';
import { Root } from './root';
import { followAddress } from './ui/route';
import { guardTouches } from './ui/touch';

installPictures(document);
keepOffer();
guardTouches();
followAddress();
void createApp().then((app) => render(<Root app={app} />, document.getElementById('app') as HTMLElement));
