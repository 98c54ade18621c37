// What the Lab asks of a record: its reason, the reviewer's words, and their voice where they spoke.

import type { Uses } from '../app/app';
import { say as inLanguage } from '../domain/form';
import type { StatusEvent } from '../domain/types';
import { behindWords } from '../i18n/behind';
import { allWords as words } from '../i18n/behind';
import { Note, Press } from './frame';
import { Listen } from './listen';
import { unbroken } from './text';

type Parts = Uses<'reference' | 'prompts' | 'settings'>;

export function Asked({
  app,
  event,
  language,
}: {
  app: Parts;
  event: StatusEvent | null | undefined;
  language: string;
}) {
  const say = words.value;
  const reason = event?.reason ? app.reference.reasons.value.find((one) => one.code === event.reason) : undefined;
  const sentence = reason ? unbroken(inLanguage(reason.say || reason.label, language)) : '';
  const [sound] = event?.sound ?? [];
  return (
    <Note tone="warn" picture="question">
      <b>{say.labAsks}</b>
      {sentence && <p>{sentence}</p>}
      {event?.message && <p dir="auto">{event.message}</p>}
      {sound && <Spoken app={app} sound={sound} words={[sentence, event?.message].filter(Boolean).join(' ')} />}
    </Note>
  );
}

/** The voice itself; where it is not here yet, a button that fetches it. */
function Spoken({ app, sound, words: written }: { app: Parts; sound: string; words: string }) {
  if (app.prompts.stored.value.has(sound))
    return (
      <Listen
        app={app}
        parts={[written]}
        sounds={[sound]}
        language={words.value.code}
        label={words.value.listen}
        onPart={() => undefined}
      />
    );
  return (
    <Press
      picture="ecouter"
      wide
      onClick={() => void app.prompts.url(sound).then((url) => url && URL.revokeObjectURL(url))}
    >
      {behindWords.value.replyFetch}
    </Press>
  );
}
