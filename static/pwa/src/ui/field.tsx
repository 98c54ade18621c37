// Typed answers: words, a number, a day.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { localTime } from '../domain/record';
import { typedNumber } from '../i18n/format';
import { words } from '../i18n/words';
import { IconButton } from './frame';

interface Base {
  labelledBy: string;
  describedBy?: string;
  invalid?: boolean;
}

interface TextProps extends Base {
  value: string;
  long?: boolean;
  onChange: (value: string) => void;
}

export function TextField({ labelledBy, describedBy, invalid, value, long, onChange }: TextProps) {
  const common = {
    class: 'field',
    dir: 'auto' as const,
    value,
    'aria-labelledby': labelledBy,
    'aria-describedby': describedBy,
    'aria-invalid': invalid,
    onInput: (event: Event) => onChange((event.currentTarget as HTMLInputElement).value),
  };
  return long ? <LongText {...common} /> : <input type="text" autocomplete="off" enterkeyhint="next" {...common} />;
}

/** Where a story is written. Browsers store what is in a text area, openly, to restore it after a crash; only its form
 * can keep them from it. For everything else that is answered the field itself says so. */
export function LongText(props: JSX.IntrinsicElements['textarea']) {
  return (
    <form autocomplete="off" onSubmit={(event) => event.preventDefault()}>
      <textarea rows={4} dir="auto" {...props} />
    </form>
  );
}

interface NumberProps extends Base {
  /** NaN for text that is not a number. */
  value: number | undefined;
  whole: boolean;
  onChange: (value: number | undefined) => void;
}

/** A whole number has large less and more buttons. The text is stored as typed; a comma counts as a point. */
export function NumberField({ labelledBy, describedBy, invalid, value, whole, onChange }: NumberProps) {
  const [typed, setTyped] = useState(value === undefined || Number.isNaN(value) ? '' : typedNumber(value, words.value));
  const take = (text: string): void => {
    setTyped(text);
    onChange(readNumber(text));
  };
  const step = (by: number): void => take(String(Math.max(0, Math.round((value || 0) + by))));
  return (
    <div class="counter" data-counts>
      {whole && <IconButton big name="moins" label={words.value.less} onClick={() => step(-1)} />}
      <input
        class="field"
        dir="ltr"
        enterkeyhint="next"
        inputMode={whole ? 'numeric' : 'decimal'}
        autocomplete="off"
        value={typed}
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        onInput={(event) => take(event.currentTarget.value)}
      />
      {whole && <IconButton big name="plus" label={words.value.more} onClick={() => step(1)} />}
    </div>
  );
}

/** What was typed as a number; undefined for nothing, NaN for something else. */
export function readNumber(text: string): number | undefined {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (plain === '') return undefined;
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}

interface TimeProps extends Base {
  /** "HH:MM", or for a moment a time with its offset; or ''. */
  value: string;
  onChange: (value: string) => void;
}

export const TimeField = (props: TimeProps) => <Clock type="time" {...props} />;

/** A day and an hour, as the phone's clock shows them; stored with the phone's offset. */
export function MomentField({ value, onChange, ...rest }: TimeProps) {
  const shown = value && value !== UNREADABLE ? localTime(new Date(value)).slice(0, 16) : '';
  return (
    <Clock
      type="datetime-local"
      {...rest}
      value={shown}
      onChange={(local) => onChange(local && local !== UNREADABLE ? localTime(new Date(local)) : local)}
    />
  );
}

function Clock({
  type,
  labelledBy,
  describedBy,
  invalid,
  value,
  onChange,
}: TimeProps & { type: 'date' | 'time' | 'datetime-local' }) {
  return (
    <input
      class="field"
      type={type}
      autocomplete="off"
      enterkeyhint="next"
      value={value === UNREADABLE ? undefined : value}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      onInput={(event) => onChange(clockText(event.currentTarget))}
      onBlur={(event) => event.currentTarget.validity.badInput && onChange(UNREADABLE)}
    />
  );
}

/** The value of a day or an hour that was typed and cannot be, or only in part: browsers say it is empty. It passes for no day,
 * so that nobody goes on past it unawares. */
export const UNREADABLE = '?';

const clockText = (field: HTMLInputElement): string => field.value || (field.validity.badInput ? UNREADABLE : '');

interface DayProps extends Base {
  /** "YYYY-MM-DD" or ''. */
  value: string;
  onChange: (value: string) => void;
}

export const DayField = (props: DayProps) => <Clock type="date" {...props} />;
