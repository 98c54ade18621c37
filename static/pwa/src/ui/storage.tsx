// The phone keeps nothing for us, or not any more: what happened, what may be lost, what to do. Stands where no app stands too,
// so it asks nothing of one.

import type { StorageFault } from '../domain/failure';
import { behindWords } from '../i18n/behind';
import { words } from '../i18n/words';
import { Frame, Note, Press } from './frame';

/** `slow`: it may yet open. */
export const StorageScreen = ({ fault }: { fault: StorageFault }) => (
  <Frame title={words.value.app} foot={<Press kind="main" big onClick={() => location.reload()}>{words.value.tryAgain}</Press>}>
    <StorageSaid fault={fault} />
  </Frame>
);

export function StorageSaid({ fault }: { fault: StorageFault }) {
  const { storageFault } = behindWords.value;
  const told = fault === 'elsewhere' ? storageFault.failed : storageFault[fault];
  return (
    <>
      <Note tone="stop" picture="alerte">
        <b>{told.what}</b>
        <p>{told.safe}</p>
      </Note>
      <p>{told.then}</p>
    </>
  );
}
