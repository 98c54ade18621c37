// Where the phone is, as well as it knows.

import { CaptureError } from '../domain/failure';
import { isZero } from '../domain/position';
import type { Position } from '../domain/types';

const GOOD_ENOUGH_M = 15;
/** A receiver that was switched on meanwhile does not always say so to who asked before. */
const ASK_AGAIN_MS = 5000;

/** What no receiver that has a fix says. It counts only when nothing else comes. */
const isOdd = (fix: Position): boolean => isZero(fix) || !(fix.accuracy_m > 0);

const isBetter = (fix: Position, best: Position | null): boolean =>
  !best || (isOdd(fix) === isOdd(best) ? fix.accuracy_m < best.accuracy_m : isOdd(best));

/** Watches until the position is good enough or time is up, reporting each better one; resolves with the best. A receiver that is not
 * available now may be in a moment: only who forbids it ends the search. */
export function locate(onFix: (position: Position) => void, timeoutMs: number): Promise<Position> {
  return new Promise((resolve, reject) => {
    if (!('geolocation' in navigator)) return reject(new CaptureError('unsupported'));
    const { geolocation } = navigator;
    const watches: number[] = [];
    let best: Position | null = null;
    let unavailable = false;
    let over = false;
    let again: ReturnType<typeof setTimeout> | undefined;
    const end = (failure: CaptureError): void => {
      over = true;
      watches.forEach((watch) => geolocation.clearWatch(watch));
      clearTimeout(timer);
      clearTimeout(again);
      if (best) resolve(best);
      else reject(failure);
    };
    const timer = setTimeout(() => end(new CaptureError(unavailable ? 'no-device' : 'timeout')), timeoutMs);
    const found = ({ coords }: GeolocationPosition): void => {
      const fix = { lat: coords.latitude, lon: coords.longitude, accuracy_m: Math.round(coords.accuracy * 10) / 10 };
      if (over || ![fix.lat, fix.lon, fix.accuracy_m].every(Number.isFinite)) return;
      if (isBetter(fix, best)) onFix((best = fix));
      if (!isOdd(fix) && fix.accuracy_m <= GOOD_ENOUGH_M) end(new CaptureError('timeout'));
    };
    const failed = (error: GeolocationPositionError): void => {
      if (over) return;
      if (error.code === error.PERMISSION_DENIED) return end(new CaptureError('no-permission'));
      if (error.code !== error.POSITION_UNAVAILABLE) return;
      unavailable = true;
      clearTimeout(again);
      // The first watch stays: most receivers come back to it.
      again = setTimeout(() => {
        if (watches.length > 1) geolocation.clearWatch(watches.pop() as number);
        watch();
      }, ASK_AGAIN_MS);
    };
    const watch = (): void =>
      void watches.push(
        geolocation.watchPosition(found, failed, { enableHighAccuracy: true, maximumAge: 0, timeout: timeoutMs }),
      );
    watch();
  });
}
