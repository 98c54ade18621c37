// A number on a scale. Few steps are buttons side by side; many are a slider with less and more.

import { number } from '../i18n/format';
import { words } from '../i18n/words';
import { IconButton } from './frame';

interface Props {
  labelledBy: string;
  scale: [start: number, end: number, step: number];
  /** Undefined while nothing was touched. */
  value: number | undefined;
  onChange: (value: number) => void;
}

const FEW = 11;

export function Scale({ labelledBy, scale: [start, end, step], value, onChange }: Props) {
  const count = Math.floor((end - start) / step + 1e-9) + 1;
  const at = (index: number): number => Number((start + index * step).toFixed(10));
  const inWords = (value: number): string => number(value, words.value);
  if (count <= FEW) {
    return (
      <div class="scale" role="radiogroup" aria-labelledby={labelledBy}>
        {Array.from({ length: count }, (_, index) => at(index)).map((each) => (
          <label key={each} class={value === each ? 'tile on' : 'tile'}>
            <input
              type="radio"
              autocomplete="off"
              name={labelledBy}
              checked={value === each}
              onChange={() => onChange(each)}
            />
            <i class="ring" />
            <b>{inWords(each)}</b>
          </label>
        ))}
      </div>
    );
  }
  const here = value === undefined ? -1 : Math.round((value - start) / step);
  const go = (by: number): void => onChange(at(Math.max(0, Math.min(count - 1, here < 0 ? 0 : here + by))));
  return (
    <div class="stack">
      <div class="counter" data-counts>
        <IconButton big name="moins" label={words.value.less} onClick={() => go(-1)} />
        <b class="readout">{value === undefined ? '…' : inWords(value)}</b>
        <IconButton big name="plus" label={words.value.more} onClick={() => go(1)} />
      </div>
      <input
        type="range"
        autocomplete="off"
        min="0"
        max={count - 1}
        step="1"
        value={Math.max(0, here)}
        aria-labelledby={labelledBy}
        aria-valuetext={value === undefined ? words.value.unanswered : inWords(value)}
        onInput={(event) => onChange(at(Number(event.currentTarget.value)))}
      />
    </div>
  );
}
