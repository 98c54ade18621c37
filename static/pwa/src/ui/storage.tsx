// The phone stores nothing for us, or not any more: what happened, what may be lost, what to do. Shown where there is no app too,
// so it asks nothing of one.

import type { StorageFault } from '../domain/failure';
import { behindWords } from '../i18n/behind';
import { words } from '../i18n/words';
import { Frame, Note, Press } from './frame';

/** `slow`: it may yet open. */
export const StorageScreen = ({ fault }: { fault: StorageFault }) => (
  <Frame
    title={words.value.app}
    foot={
      <Press kind="main" big onClick={() => location.reload()}>
        {words.value.tryAgain}
      </Press>
    }
  >
    <StorageNote fault={fault} />
  </Frame>
);

/** `place`: of one person's own, while the rest of the phone is well. */
export function StorageNote({ fault, place = false }: { fault: StorageFault; place?: boolean }) {
  const { storageFault } = behindWords.value;
  const known = fault === 'elsewhere' ? 'failed' : fault;
  const texts = storageFault[place && (known === 'failed' || known === 'slow') ? 'unread' : known];
  return (
    <>
      <Note tone="stop" picture="alerte">
        <b>{texts.what}</b>
        <p>{texts.safe}</p>
      </Note>
      <p>{texts.then}</p>
    </>
  );
}
