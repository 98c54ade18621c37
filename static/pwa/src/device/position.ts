// Where the phone stands, as well as it can tell.

import { CaptureError } from '../domain/failure';
import type { Position } from '../domain/types';

const GOOD_ENOUGH_M = 15;

/** Watches until the position is good enough or time is up, telling each better one; resolves with the best. */
export function locate(onFix: (position: Position) => void, timeoutMs: number): Promise<Position> {
  return new Promise((resolve, reject) => {
    if (!('geolocation' in navigator)) return reject(new CaptureError('unsupported'));
    let best: Position | null = null;
    const end = (failure?: CaptureError): void => {
      navigator.geolocation.clearWatch(watch);
      clearTimeout(timer);
      if (best) resolve(best);
      else reject(failure ?? new CaptureError('timeout'));
    };
    const timer = setTimeout(() => end(), timeoutMs);
    const watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        const fix = { lat: coords.latitude, lon: coords.longitude, accuracy_m: Math.round(coords.accuracy * 10) / 10 };
        if (!best || fix.accuracy_m < best.accuracy_m) {
          best = fix;
          onFix(fix);
        }
        if (fix.accuracy_m <= GOOD_ENOUGH_M) end();
      },
      (error) => {
        if (error.code === error.PERMISSION_DENIED) end(new CaptureError('no-permission'));
        else if (error.code === error.POSITION_UNAVAILABLE) end(new CaptureError('no-device'));
      },
      { enableHighAccuracy: true, maximumAge: 0, timeout: timeoutMs },
    );
  });
}
