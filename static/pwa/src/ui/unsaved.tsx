// What is not on the disk yet, said where it matters: why, what is safe all the same, and what one can do.

import type { Uses } from '../app/app';
import { behindWords as words } from '../i18n/behind';
import { Note, Press } from './frame';
import { go, goInstead } from './route';

interface Props {
  app: Uses<'drafts'>;
  draftId: string;
  /** Somebody wants to go on and waits for a photo or a voice. */
  waiting: boolean;
}

/** On a screen of a draft. */
export function UnsavedNote({ app, draftId, waiting }: Props) {
  const { unsaved } = app.drafts;
  const say = words.value;
  const fault = unsaved.answerFault(draftId);
  const photoFault = unsaved.photoFault(draftId);
  const [making] = unsaved.making(draftId);
  const leave = (): void => {
    unsaved.drop(draftId);
    goInstead();
  };
  return (
    <>
      {fault && (
        <Note tone="stop" picture="alerte">
          <b>{say.unsaved[fault].what}</b>
          <p>{say.unsaved[fault].then}</p>
          {fault !== 'slow' && (
            <p>
              <button type="button" class="link" onClick={leave}>
                {say.unsavedLeave}
              </button>
            </p>
          )}
        </Note>
      )}
      {photoFault && (
        <Note tone="stop" picture="alerte">
          <div class="stack">
            <b>{photoFault === 'full' ? say.photoUnsavedFull : say.photoUnsaved}</b>
            <p>{say.unsaved[photoFault === 'slow' ? 'failed' : photoFault].then}</p>
            <Press onClick={() => unsaved.without(draftId)}>{say.makingWithout.photo}</Press>
          </div>
        </Note>
      )}
      {waiting && making && !photoFault && (
        <Note tone="warn" picture="attendre">
          <div class="stack">
            <p role="status">{say.making[making.kind]}</p>
            <Press onClick={() => unsaved.without(draftId)}>{say.makingWithout[making.kind]}</Press>
          </div>
        </Note>
      )}
    </>
  );
}

/** Before a record is finished: which photos and voices are not in it. */
export function MissedNote({
  app,
  draftId,
  screenOf,
}: {
  app: Uses<'drafts'>;
  draftId: string;
  screenOf: (question: string) => string;
}) {
  const say = words.value;
  return (
    <>
      {app.drafts.unsaved.missed(draftId).map(({ question, kind, joins }) => (
        <Note key={question} tone="warn" picture="alerte">
          <b>{joins ? say.voiceJoins : say.missed[kind]}</b>
          <p>
            <button type="button" class="link" onClick={() => go('draft', draftId, 'q', screenOf(question), 'review')}>
              {say.missedAgain}
            </button>
          </p>
        </Note>
      ))}
    </>
  );
}

/** On the first screen: something that was said or chosen is not on the disk, wherever one comes from. */
export function UnsavedAnywhere({ app, unstarted }: { app: Uses<'drafts'>; unstarted: boolean }) {
  const fault = app.drafts.unsaved.fault();
  const say = words.value;
  if (!fault)
    return unstarted ? (
      <Note tone="stop" picture="alerte">
        {say.startFault}
      </Note>
    ) : null;
  return (
    <Note tone="stop" picture="alerte">
      <b>{say.unsaved[fault].what}</b>
      <p>{say.unsaved[fault].then}</p>
      {fault !== 'slow' && (
        <p>
          <button type="button" class="link" onClick={() => app.drafts.unsaved.drop()}>
            {fault === 'elsewhere' ? say.understood : say.unsavedDrop}
          </button>
        </p>
      )}
    </Note>
  );
}
