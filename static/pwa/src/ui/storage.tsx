// The phone keeps nothing for us, or not any more: what happened, what may be lost, what to do. Stands where no app stands, so
// it asks nothing of one.

import type { StorageFault } from '../domain/failure';
import { words } from '../i18n/words';
import { Frame, Note, Press } from './frame';

/** `slow`: it may yet open. */
export function StorageScreen({ fault }: { fault: StorageFault }) {
  const say = words.value;
  const told = fault === 'gone' || fault === 'newer' || fault === 'full' || fault === 'slow' ? say.storageFault[fault] : say.storageFault.failed;
  return (
    <Frame title={say.app} foot={<Press kind="main" big onClick={() => location.reload()}>{say.tryAgain}</Press>}>
      <Note tone="stop" picture="alerte">
        <b>{told.what}</b>
        <p>{told.safe}</p>
      </Note>
      <p>{told.then}</p>
    </Frame>
  );
}
