// A PIN, on a large pad: digits are known to many who do not read. Keys work as well; the phone's own keyboard stays away.

import { useEffect, useRef, useState } from 'preact/hooks';

import { LEAST_DIGITS, MOST_DIGITS } from '../domain/pin';
import { words } from '../i18n/words';
import { Picture } from './picture';

interface Props {
  /** The id of what asks. */
  labelledBy: string;
  disabled: boolean;
  fault: string;
  /** Gets a PIN that is long enough; the pad is empty then. */
  onPin: (pin: string) => void;
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

export function PinPad({ labelledBy, disabled, fault, onPin }: Props) {
  const say = words.value;
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const press = (digit: string): void => setTyped((before) => (before + digit).slice(0, MOST_DIGITS));
  // Who typed goes on typing.
  useEffect(() => {
    if (fault && !disabled) field.current?.focus({ preventScroll: true });
  }, [fault, disabled]);
  const isLong = typed.length >= LEAST_DIGITS;
  const give = (): void => {
    if (!isLong || disabled) return;
    setTyped('');
    onPin(typed);
  };
  const key = (digit: string) => (
    <button key={digit} type="button" class="press key" disabled={disabled} onClick={() => press(digit)}>
      {digit}
    </button>
  );
  return (
    <form class="pin stack" onSubmit={(event) => (event.preventDefault(), give())}>
      <div class="typed">
        <input
          ref={field}
          class="field code"
          type="password"
          dir="ltr"
          enterkeyhint="go"
          inputMode="none"
          // Browsers offer to keep any other password, and would show it to the next person.
          autocomplete="one-time-code"
          name="pin"
          aria-labelledby={labelledBy}
          aria-invalid={!!fault}
          disabled={disabled}
          value={typed}
          maxLength={MOST_DIGITS}
          onInput={(event) => setTyped(event.currentTarget.value.replace(/\D/g, ''))}
        />
        <p class="beads pips" aria-hidden="true">
          {Array.from({ length: Math.max(LEAST_DIGITS, typed.length) }, (_, at) => (
            <i key={at} class={at < typed.length ? 'done' : ''} />
          ))}
        </p>
      </div>
      {fault && (
        <p class="fault" role="alert">
          <Picture name="alerte" size="s" />
          {fault}
        </p>
      )}
      <div class="keys" data-counts>
        {DIGITS.map(key)}
        <button
          type="button"
          class="press key"
          aria-label={say.pinBack}
          disabled={disabled || !typed}
          onClick={() => setTyped(typed.slice(0, -1))}
        >
          <Picture name="arriere" size="s" />
        </button>
        {key('0')}
        <button
          type="submit"
          class={isLong ? 'press key main' : 'press key'}
          aria-label={say.pinGo}
          disabled={disabled || !isLong}
        >
          <Picture name="state-accepted" size="s" />
        </button>
      </div>
    </form>
  );
}
