// Another PIN for the same place.

import { useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import { allWords as words } from '../i18n/behind';
import { Frame, Heading, Note } from '../ui/frame';
import { NewPin } from '../ui/new-pin';
import { PinPad } from '../ui/pin';
import { back } from '../ui/route';

export function PinScreen({ app }: { app: Uses<'people'> }) {
  const say = words.value;
  const [old, setOld] = useState('');
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<'' | 'wrong' | 'done'>('');
  const change = async (next: string): Promise<void> => {
    setBusy(true);
    const changed = await app.people.changePin(old, next).finally(() => setBusy(false));
    setOld('');
    setOutcome(changed ? 'done' : 'wrong');
  };
  return (
    <Frame back={() => back('settings')}>
      {outcome === 'done' ? (
        <>
          <Heading>{say.pinTitle}</Heading>
          <div role="status">
            <Note tone="ok" picture="oui">
              {say.pinChanged}
            </Note>
          </div>
        </>
      ) : old ? (
        <NewPin why={say.pinWhy} busy={busy} onPin={(pin) => void change(pin)} />
      ) : (
        <>
          <Heading id="pin-asks">{say.pinOld}</Heading>
          <PinPad
            labelledBy="pin-asks"
            disabled={busy}
            fault={outcome === 'wrong' ? say.pinFault.wrong : ''}
            onPin={setOld}
          />
        </>
      )}
    </Frame>
  );
}
