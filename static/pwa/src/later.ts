// What the first screen does not need, fetched after it.

import { Late } from './ui/late';

export const later = new Late(() => import('./rest'));
