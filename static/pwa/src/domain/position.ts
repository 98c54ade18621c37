// What speaks against a position: a receiver without a fix says (0, 0), a mocked one says that it is exact, one by the masts is
// kilometres wide, and a good one may be one of another town. Nothing is refused for it: who is there decides. The desk says
// the same (feedback_app/review/position.py); both are held by tests/vectors/positions.json. Pure.

import type { Place, Position } from './types';

/** `zero`: no fix at all; `far` from the place it is about; `exact`: no receiver is; `wide`: it says little about where. */
export type Doubt = 'zero' | 'far' | 'exact' | 'wide';

/** About a kilometre of the sea off Ghana. */
const ZERO_DEGREES = 0.01;
export const WIDE_M = 200;
/** What belongs to a place lies at most so far from its middle, in km: the lands of a village, or half of the widest of its kind. */
const REACH_KM: Record<string, number> = {
  locality: 20,
  sous_prefecture: 40,
  departement: 80,
  region: 150,
  district: 250,
  country: 700,
};
const EARTH_KM = 6371;

/** Where a place lies: its own point, else that of what it lies in. */
export interface Anchor {
  name: string;
  lat: number;
  lon: number;
  reachKm: number;
}

export const isZero = ({ lat, lon }: Pick<Position, 'lat' | 'lon'>): boolean =>
  Math.abs(lat) < ZERO_DEGREES && Math.abs(lon) < ZERO_DEGREES;

/** The first of a place and what it lies in whose point is known. */
export function anchorOf(code: string | null, get: (code: string) => Place | null): Anchor | null {
  for (
    let place = code === null ? null : get(code), depth = 0;
    place && depth < 20;
    place = place.parent ? get(place.parent) : null, depth++
  ) {
    const { name, level, lat, lng } = place;
    if (typeof lat === 'number' && typeof lng === 'number' && !isZero({ lat, lon: lng }))
      return { name, lat, lon: lng, reachKm: REACH_KM[level] ?? (REACH_KM.locality as number) };
  }
  return null;
}

/** Kilometres between two points, on a sphere. */
export function distanceKm(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const [from, to, turn] = [a.lat, b.lat, b.lon - a.lon].map((degrees) => (degrees * Math.PI) / 180) as [
    number,
    number,
    number,
  ];
  const h = Math.sin((to - from) / 2) ** 2 + Math.cos(from) * Math.cos(to) * Math.sin(turn / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The gravest first. `accuracy_m` may be unknown. */
export function doubts(
  found: { lat: number; lon: number; accuracy_m?: number | null },
  anchor: Anchor | null,
): Doubt[] {
  const accuracy = found.accuracy_m ?? null;
  if (isZero(found)) return ['zero'];
  const all: Doubt[] = [];
  if (anchor && distanceKm(found, anchor) - (accuracy ?? 0) / 1000 > anchor.reachKm) all.push('far');
  if (accuracy === 0) all.push('exact');
  if (accuracy !== null && accuracy > WIDE_M) all.push('wide');
  return all;
}

/** Somebody may speak in town of a well at home: so far it is said, but taken without asking. */
const PERHAPS_KM = 100;

/** Whether a point is taken only when the person says so. */
export function mustAsk(found: Parameters<typeof doubts>[0], anchor: Anchor | null): boolean {
  const all = doubts(found, anchor);
  const perhaps = !!anchor && distanceKm(found, anchor) <= PERHAPS_KM;
  return all.some((doubt) => doubt !== 'far' || !perhaps);
}
