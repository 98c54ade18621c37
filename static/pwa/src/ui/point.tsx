// The spot where the thing spoken of is: looked for on demand, its accuracy shown, never for a person. What speaks against it
// is said, and the person decides.

import { useEffect, useRef, useState } from 'preact/hooks';

import { CaptureError } from '../app/app';
import type { Geopoint } from '../domain/definition';
import { distanceKm, doubts, isZero, mustAsk } from '../domain/position';
import type { Anchor } from '../domain/position';
import type { Position } from '../domain/types';
import { distance } from '../i18n/format';
import { allWords as words } from '../i18n/behind';
import { Note, Press } from './frame';
import { Picture } from './picture';

interface Props {
  value: Geopoint | undefined;
  locate: (onFix: (position: Position) => void) => Promise<Position>;
  /** Where the place lies that is spoken of. */
  anchor: Anchor | null;
  onChange: (value: Geopoint | undefined) => void;
}

const point = (found: Position): Geopoint => ({
  lat: found.lat,
  lon: found.lon,
  accuracy_m: Math.round(found.accuracy_m * 10) / 10,
});

export function Point({ value, locate, anchor, onChange }: Props) {
  const [busy, setBusy] = useState(false);
  /** The best so far, and what waits for the person's word. */
  const [found, setFound] = useState<Position | null>(null);
  const [fault, setFault] = useState('');
  /** Which search is the one that counts; what an earlier one still finds does not. */
  const search = useRef(0);
  useEffect(() => () => void search.current++, []);

  const settle = (fix: Position | undefined): void => {
    search.current++;
    setBusy(false);
    setFound(null);
    onChange(fix && point(fix));
  };
  const look = async (): Promise<void> => {
    const mine = ++search.current;
    const counts = (): boolean => mine === search.current;
    setBusy(true);
    setFault('');
    setFound(null);
    try {
      const best = await locate((fix) => counts() && setFound(fix));
      if (!counts()) return;
      if (!mustAsk(best, anchor)) return settle(best);
      setFound(best);
    } catch (reason) {
      if (!counts()) return;
      const refused = reason instanceof CaptureError && reason.code === 'no-permission';
      setFault(refused ? words.value.pointRefused : words.value.pointNone);
    }
    setBusy(false);
  };

  const say = words.value;
  const shown = found ?? (busy ? null : (value ?? null));
  const noted = value && !busy && !found;
  return (
    <div class="stack">
      {fault && (
        <Note tone="warn" picture="alerte">
          {fault}
        </Note>
      )}
      <div class="hero" role="status">
        <Picture name={noted ? 'endroit' : 'lieu'} size={shown && doubts(shown, anchor).length ? 'l' : 'xl'} />
        {busy && <p>{say.pointBusy}</p>}
        {noted && <p class="state ok">{say.pointSaved}</p>}
        {!!shown?.accuracy_m && !isZero(shown) && (
          <p class="clock">{say.pointAccuracy(distance(Math.ceil(shown.accuracy_m), say))}</p>
        )}
      </div>
      {shown && <Doubts found={shown} anchor={anchor} asks={!noted} />}
      {!busy && !value && !found && (
        <Press kind="main" big wide picture="endroit" onClick={() => void look()}>
          {say.pointTake}
        </Press>
      )}
      {!busy && found && (
        <Press kind="main" big wide picture="refaire" onClick={() => void look()}>
          {say.pointAgain}
        </Press>
      )}
      {found && (
        <Press big wide picture="endroit" onClick={() => settle(found)}>
          {mustAsk(found, anchor) ? say.pointKeepAnyway : say.pointKeep}
        </Press>
      )}
      {noted && (
        <div class="pair">
          <Press picture="refaire" onClick={() => void look()}>
            {say.pointBetter}
          </Press>
          <Press picture="state-erased" onClick={() => settle(undefined)}>
            {say.erase}
          </Press>
        </div>
      )}
    </div>
  );
}

/** What speaks against a point, the gravest first. */
function Doubts({
  found,
  anchor,
  asks,
}: {
  found: Pick<Position, 'lat' | 'lon'> & { accuracy_m?: number | null };
  anchor: Anchor | null;
  asks: boolean;
}) {
  const say = words.value;
  const [gravest] = doubts(found, anchor);
  if (!gravest) return null;
  const apart = anchor ? distance(distanceKm(found, anchor) * 1000, say) : '';
  const texts = {
    zero: say.pointZero,
    far: say.pointFar(apart, anchor?.name ?? ''),
    exact: say.pointExact,
    wide: say.pointWide,
  }[gravest];
  return <Note tone="warn" picture="alerte">{`${texts} ${asks ? say.pointDecide : say.pointElse}`}</Note>;
}
