// The phone app's beginning.

import { render } from 'preact';

import { createApp } from './app/create';
import { browserLanguage } from './device/phone';
import { faultOf } from './domain/failure';
import type { StorageFault } from './domain/failure';
import { firstSpoken, speak } from './i18n/words';
import { later } from './later';
import './ui/app.css';
import { keepOffer } from './ui/install';
import { installPictures } from './ui/picture';
import { Broken, Root } from './root';
import { followAddress } from './ui/route';
import { guardTouches } from './ui/touch';

installPictures(document);
keepOffer();
guardTouches();
followAddress();

const page = document.getElementById('app') as HTMLElement;
/** How long the browser may take to give storage before the person hears of it; it may yet come. */
const SLOW_MS = 10_000;

/** Without storage there is no app; a white page would say nothing. */
async function showBroken(fault: StorageFault): Promise<void> {
  await speak(firstSpoken([browserLanguage()]));
  render(<Broken fault={fault} />, page);
}

const slow = setTimeout(() => void showBroken('slow'), SLOW_MS);
createApp(later.here)
  .then(
    (app) => render(<Root app={app} />, page),
    (error: unknown) => showBroken(faultOf(error)),
  )
  .finally(() => clearTimeout(slow));
