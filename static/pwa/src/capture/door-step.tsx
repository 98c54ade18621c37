// The danger door: whom to call, and whether the Lab hears that somebody needs help. Nothing is asked. Leaving keeps nothing.

import { useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import { interpolate } from '../domain/form';
import { hintPart } from '../domain/parts';
import { followWords } from '../i18n/follow';
import { words } from '../i18n/words';
import type { Editing } from '../ui/draft';
import type { Confiding, LateFile } from '../ui/late';
import { Frame, Heading, IconButton, Note, Press } from '../ui/frame';
import { Listen } from '../ui/listen';
import { Picture } from '../ui/picture';
import { goInstead } from '../ui/route';
import { Call, spokenCall } from './call';
import { Hint } from './step';

interface Props {
  app: Uses<'drafts' | 'reference' | 'people' | 'prompts' | 'settings'>;
  editing: Editing;
  backward: () => void;
  confiding: LateFile<Confiding>;
}

export function DoorStep({ app, editing, backward, confiding }: Props) {
  const say = followWords.value;
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [confides, setConfides] = useState(false);
  // On a phone whose programme has no key, or that has not fetched the screen yet, there is only whom to call.
  const sealsTo = app.reference.programme.value?.protection;
  const Screen = sealsTo && confiding.file.value?.ConfideScreen;
  const { definition, walked, language, draft } = editing;
  const door = walked.door?.type === 'note' ? walked.door : undefined;
  const title = (door && interpolate(definition, door.label, door.context.values, language)) || say.doorTitle;
  const why = door ? interpolate(definition, door.hint, door.context.values, language) : say.doorWhy;
  const soundOf = app.prompts.soundsOf(definition);
  const call = spokenCall(app, draft.place, language);
  const leave = (): void => goInstead();
  const askForHelp = async (): Promise<void> => {
    setBusy(true);
    try {
      app.drafts.unsaved.without(draft.id); // a call for help holds no photo, and must not wait for one
      await app.drafts.unsaved.saved(draft.id);
      await app.drafts.askForHelp(draft.id);
      goInstead('after', draft.place || '');
    } catch {
      setBusy(false);
      setFailed(true);
    }
  };
  if (confides && Screen)
    return (
      <Screen publicKey={sealsTo} store={(sealed) => app.drafts.confide(draft.id, sealsTo, sealed)} leave={leave}>
        <Call app={app} place={draft.place} />
      </Screen>
    );
  const foot = (
    <>
      <IconButton big name="arriere" label={words.value.back} onClick={backward} />
      <Press big picture="croix" onClick={leave}>
        {say.doorLeave}
      </Press>
    </>
  );
  return (
    <Frame
      title={<span class="grow" />}
      side={<IconButton name="croix" label={say.doorLeave} onClick={leave} />}
      foot={foot}
    >
      <div class="ask">
        <Picture name="porte" />
        <div class="grow">
          <Heading quiet>{title}</Heading>
          <Hint text={why} />
        </div>
        <Listen
          app={app}
          parts={[title, why, ...call.parts, say.doorPrivate]}
          sounds={[door && soundOf(door.name), door && soundOf(hintPart(door.name)), ...call.sounds]}
          language={language}
          label={say.doorListen}
          onPart={() => undefined}
        />
      </div>
      <Call app={app} place={draft.place} />
      {Screen && (
        <Press wide big picture="cadenas" onClick={() => setConfides(true)}>
          {say.doorSecret}
        </Press>
      )}
      <p>{say.doorPrivate}</p>
      <section class="stack" aria-labelledby="tell">
        <h2 class="legend" id="tell">
          {say.doorAsk}
        </h2>
        <p class="hint">{say.doorAskWhy}</p>
        <Press wide big picture="oui" disabled={busy} onClick={() => void askForHelp()}>
          {say.doorYes}
        </Press>
        <Press wide big picture="non" onClick={leave}>
          {say.doorNo}
        </Press>
        {failed && (
          <Note tone="stop" picture="alerte">
            {say.doorFailed}
          </Note>
        )}
      </section>
    </Frame>
  );
}

/** The Lab will hear of it. Whom to call is still there. */
export function HelpedScreen({ app, place }: { app: Uses<'reference' | 'people'>; place: string }) {
  const say = followWords.value;
  return (
    <Frame
      title={<span class="grow" />}
      foot={
        <Press kind="main" big picture="maison" onClick={() => goInstead()}>
          {words.value.home}
        </Press>
      }
    >
      <div class="ask">
        <Picture name="oui" />
        <div class="grow">
          <Heading quiet>{say.helpedTitle}</Heading>
        </div>
      </div>
      <p>{say.helpedWhy}</p>
      <Call app={app} place={place || null} />
    </Frame>
  );
}
