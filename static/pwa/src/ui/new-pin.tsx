// Choosing a PIN: once, and once more, for nobody can find it again.

import { useState } from 'preact/hooks';

import { pinFault } from '../domain/pin';
import { words } from '../i18n/words';
import { Heading } from './frame';
import { PinPad } from './pin';

/** `why` is shown under the first question. */
export function NewPin({ why, busy, onPin }: { why: string; busy: boolean; onPin: (pin: string) => void }) {
  const say = words.value;
  const [first, setFirst] = useState('');
  const [fault, setFault] = useState('');
  const take = (pin: string): void => {
    if (first) {
      if (pin === first) return onPin(pin);
      setFirst('');
      return setFault(say.pinFault.different);
    }
    const wrong = pinFault(pin);
    setFault(wrong ? say.pinFault[wrong] : '');
    if (!wrong) setFirst(pin);
  };
  return (
    <>
      <Heading key={first ? 'again' : 'first'} id="pin-asks">
        {first ? say.pinAgain : say.pinChoose}
      </Heading>
      <p class="soft">{first ? say.pinAgainWhy : why}</p>
      <PinPad
        key={first ? 'again' : `first ${fault}`}
        labelledBy="pin-asks"
        disabled={busy}
        fault={fault}
        onPin={take}
      />
    </>
  );
}
