// One line of the affective slider: grey, a hundred steps, the thumb waiting in the middle. A thumb that nobody touched
// is no answer; touching it where it is is one.

import { allWords as words } from '../i18n/behind';
import { Picture } from './picture';

interface Props {
  label: string;
  /** Pictures of the two ends. */
  ends: [string, string];
  /** 0 to 1; undefined while untouched. */
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

const MIDDLE = 0.5;

export function Slider({ label, ends, value, onChange }: Props) {
  const touched = value !== undefined;
  const settle = (event: Event): void => onChange(rounded((event.currentTarget as HTMLInputElement).value));
  const keyed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ' ') settle(event);
  };
  return (
    <div class={touched ? 'slider' : 'slider untouched'}>
      <span class="legend" aria-hidden="true">
        {label}
      </span>
      <div class="ends">
        <Picture name={ends[0]} />
        <input
          type="range"
          autocomplete="off"
          min="0"
          max="1"
          step="0.01"
          value={touched ? value : MIDDLE}
          aria-label={label}
          aria-valuetext={spoken(value)}
          onInput={settle}
          onPointerUp={settle}
          onKeyDown={keyed}
        />
        <Picture name={ends[1]} />
      </div>
      <svg class="wedge" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <path d="M0 0h48L0 10zM100 0H52l48 10z" />
      </svg>
      <div class="readout small">
        {touched ? (
          <button type="button" class="link" onClick={() => onChange(undefined)}>
            {words.value.clear}
          </button>
        ) : (
          <span class="soft">{words.value.sliderUntouched}</span>
        )}
      </div>
    </div>
  );
}

const rounded = (text: string): number => Math.round(Number(text) * 100) / 100;

function spoken(value: number | undefined): string {
  const { sliderUntouched, sliderValue } = words.value;
  return value === undefined ? sliderUntouched : sliderValue(Math.round(value * 100));
}
