// The spot where the thing spoken of stands: looked for on demand, its accuracy shown, never for a person.

import { useEffect, useRef, useState } from 'preact/hooks';

import { CaptureError } from '../app/app';
import type { Geopoint } from '../domain/definition';
import type { Position } from '../domain/types';
import { words } from '../i18n/words';
import { Note, Press } from './frame';
import { Picture } from './picture';

interface Props {
  value: Geopoint | undefined;
  locate: (onFix: (position: Position) => void) => Promise<Position>;
  onChange: (value: Geopoint | undefined) => void;
}

const point = (found: Position): Geopoint => ({ lat: found.lat, lon: found.lon, accuracy_m: Math.round(found.accuracy_m * 10) / 10 });

export function Point({ value, locate, onChange }: Props) {
  const [busy, setBusy] = useState(false);
  const [nearest, setNearest] = useState<Position | null>(null);
  const [fault, setFault] = useState('');
  const here = useRef(true);
  useEffect(() => () => void (here.current = false), []);

  const look = async (): Promise<void> => {
    setBusy(true);
    setFault('');
    setNearest(null);
    try {
      const found = await locate(setNearest);
      if (here.current) onChange(point(found));
    } catch (reason) {
      const refused = reason instanceof CaptureError && reason.code === 'no-permission';
      setFault(refused ? words.value.pointRefused : words.value.pointNone);
    }
    setBusy(false);
  };

  const say = words.value;
  const accuracy = busy ? nearest?.accuracy_m : value?.accuracy_m;
  return (
    <div class="stack">
      {fault && <Note tone="warn" picture="alerte">{fault}</Note>}
      <div class="hero" role="status">
        <Picture name={value && !busy ? 'endroit' : 'lieu'} size="xl" />
        {busy && <p>{say.pointBusy}</p>}
        {value && !busy && <p class="state ok">{say.pointKept}</p>}
        {typeof accuracy === 'number' && <p class="clock">{say.pointAccuracy(Math.ceil(accuracy))}</p>}
      </div>
      {!busy && !value && <Press kind="main" big wide picture="endroit" onClick={() => void look()}>{say.pointTake}</Press>}
      {busy && nearest && <Press big wide onClick={() => onChange(point(nearest))}>{say.pointKeep}</Press>}
      {value && !busy && (
        <div class="pair">
          <Press picture="refaire" onClick={() => void look()}>{say.pointBetter}</Press>
          <Press picture="state-erased" onClick={() => onChange(undefined)}>{say.erase}</Press>
        </div>
      )}
    </div>
  );
}
