// Throwing away what was begun, in two touches: the second one says that nothing of it stays.

import { useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import { allWords as words, behindWords } from '../i18n/behind';
import { Note, Press } from './frame';
import { goInstead } from './route';

interface Props {
  app: Uses<'drafts'>;
  draftId: string;
  /** What the first touch is called. */
  label: string;
  /** There is no other way on from here. */
  only?: boolean;
}

export function Discard({ app, draftId, label, only }: Props) {
  const [sure, setSure] = useState(false);
  const [undeleted, setUndeleted] = useState(false);
  const discard = (): void =>
    void app.drafts.remove(draftId).then(
      () => goInstead(),
      () => setUndeleted(true),
    );
  if (!sure)
    return (
      <Press {...(only ? {} : { kind: 'bare' as const })} wide picture="state-erased" onClick={() => setSure(true)}>
        {label}
      </Press>
    );
  return (
    <>
      {undeleted && (
        <Note tone="stop" picture="alerte">
          {behindWords.value.discardFault}
        </Note>
      )}
      <Sure onNo={() => setSure(false)} onYes={discard} />
    </>
  );
}

type SureWords = { sure: string; yes: string; no: string };

/** The second touch: by default, to throw a draft away. */
export function Sure({ onNo, onYes, ask }: { onNo: () => void; onYes: () => void; ask?: SureWords }) {
  const say = words.value;
  const { sure, yes, no } = ask ?? { sure: say.discardSure, yes: say.discardYes, no: say.discardNo };
  return (
    <div class="card stack" role="alert">
      <p>{sure}</p>
      <div class="pair">
        <Press onClick={onNo}>{no}</Press>
        <Press kind="stop" onClick={onYes}>
          {yes}
        </Press>
      </div>
    </div>
  );
}
