// Seeds put on a heap: as many as a person gives it. Seen, not read: each seed is drawn.

import { words } from '../i18n/words';
import { IconButton } from './frame';

interface Props {
  labelledBy: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

const MOST = 10;

export function Seeds({ labelledBy, value = 0, onChange }: Props) {
  const give = (by: number): void => onChange(Math.max(0, Math.min(MOST, value + by)));
  return (
    <div class="counter seeds" data-counts role="group" aria-labelledby={labelledBy}>
      <IconButton big name="moins" label={words.value.less} onClick={() => give(-1)} />
      <span class="heap" role="img" aria-label={String(value)} aria-live="polite">
        <b aria-hidden="true">{value}</b>
        <svg viewBox="0 0 100 40" aria-hidden="true">
          {Array.from({ length: MOST }, (_, at) => (
            <ellipse
              key={at}
              class={at < value ? 'on' : ''}
              cx={10 + (at % 5) * 20}
              cy={at < 5 ? 11 : 30}
              rx="7"
              ry="8"
            />
          ))}
        </svg>
      </span>
      <IconButton big name="plus" label={words.value.more} onClick={() => give(1)} />
    </div>
  );
}
