// One question on the screen, or a group on one.

import { useRef, useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import { answerAt } from '../domain/answers';
import { interpolate, looks, say as inLanguage } from '../domain/form';
import type { Fault } from '../domain/form';
import { screens } from '../domain/screens';
import type { Screen } from '../domain/screens';
import { allWords as words } from '../i18n/behind';
import { Discard } from '../ui/discard';
import { readDraft } from '../ui/draft';
import type { Editing } from '../ui/draft';
import { FormImage } from '../ui/form-image';
import { Frame, Heading } from '../ui/frame';
import { Picture } from '../ui/picture';
import { Listen } from '../ui/listen';
import {
  endsHere,
  faultSentence,
  faultsOn,
  isOnlyRead,
  isUntouched,
  mayPass,
  spokenChoice,
  spokenKeys,
  spokenParts,
} from './model';
import { Call, spokenCall } from './call';
import { Question } from './question';
import { Foot, Hint } from './step';
import type { StepProps } from './step';

/** Fields of one line: Enter in them does not write. */
const ONE_LINE = 'input.field:not([type=search])';

export function QuestionStep({
  app,
  editing,
  frame,
  notice,
  toReview,
  saved,
  forward,
  backward,
  screen,
}: StepProps<'drafts' | 'reference' | 'media' | 'people' | 'prompts' | 'thrift' | 'settings'> & { screen: Screen }) {
  const { definition, answers, language } = editing;
  const [asked, setAsked] = useState(false);
  const [recording, setRecording] = useState(false);
  const [part, setPart] = useState(-1);
  const soundOf = app.prompts.soundsOf(definition);
  const spoken = spokenChoice(screen, definition, language, part);
  const call = screen.nodes.some((node) => node.danger)
    ? spokenCall(app, editing.draft.place, language)
    : { parts: [], sounds: [] };
  const live = useRef<(() => Promise<void>) | null>(null);
  const onLive = (stop: (() => Promise<void>) | null): void => {
    live.current = stop;
    setRecording(!!stop);
  };
  const say = words.value;
  const wrong = asked ? faultsOn(screen, answers) : [];
  const untouched = isUntouched(screen, answers);
  const next = async (): Promise<void> => {
    const done = await (live.current?.() ?? Promise.resolve()).then(
      () => true,
      () => false, // the recorder says why
    );
    if (!done || !(await saved())) return; // a photo that is still being made may be the answer
    const latest = readDraft(app, editing.draft.id);
    const found = latest
      ? faultsOn(screens(latest.walked).find(({ name }) => name === screen.name) ?? screen, latest.answers)
      : [];
    setAsked(true);
    if (!found.length) await forward();
    else setTimeout(() => document.querySelector('.fault')?.scrollIntoView({ block: 'center' }));
  };
  /** The keyboard's own key: to the next field of the screen, then to the next screen. */
  const onEnter = (event: KeyboardEvent): void => {
    const field = event.target as HTMLInputElement;
    if (event.key !== 'Enter' || event.isComposing || !field.matches(ONE_LINE)) return;
    event.preventDefault();
    const fields = Array.from(document.querySelectorAll<HTMLElement>(`main textarea, main ${ONE_LINE}`));
    const after = fields[fields.indexOf(field) + 1];
    if (after) after.focus();
    else void next();
  };
  const top = screen.group || (screen.nodes[0] as (typeof screen.nodes)[0]);
  const lit = !untouched || recording || screen.nodes.every(isOnlyRead);
  const label = toReview ? say.done : !lit && mayPass(screen) ? say.skip : say.next;
  return (
    <Frame {...frame} foot={<Foot label={label} lit={lit} onNext={() => void next()} onBack={backward} />}>
      <div class="ask">
        {top.picture && <Picture name={top.picture} />}
        <div class="grow">
          <Heading id="asks" quiet={!!top.danger}>
            {interpolate(definition, top.label, top.context.values, language)}
          </Heading>
          <Hint text={interpolate(definition, top.hint, top.context.values, language)} />
        </div>
        <Listen
          app={app}
          parts={[...spokenParts(screen, definition, language), ...call.parts]}
          sounds={[...spokenKeys(screen, definition, language).map(soundOf), ...call.sounds]}
          language={language}
          onPart={setPart}
        />
      </div>
      {top.images && (
        <FormImage
          wide
          sha256={inLanguage(top.images, language, definition.default_language)}
          url={(sha) => app.prompts.url(sha)}
        />
      )}
      {notice}
      {top.danger && <Call short app={app} place={editing.draft.place} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the key is pressed in a field inside */}
      <div onKeyDown={onEnter}>
        {screen.group ? (
          <Group {...{ app, editing, screen, wrong }} onLive={onLive} />
        ) : (
          <Question
            app={app}
            editing={editing}
            node={top}
            {...(spoken ? { spoken: spoken } : {})}
            labelledBy="asks"
            wrong={sentence(wrong, top.key, editing)}
            onLive={onLive}
          />
        )}
      </div>
      {endsHere(screen, wrong) && <Discard only app={app} draftId={editing.draft.id} label={say.discardBack} />}
      {!untouched && top.type === 'select_one' && mayPass(screen) && (
        <button type="button" class="link" onClick={() => editing.answer(top.key, undefined)}>
          {say.clear}
        </button>
      )}
    </Frame>
  );
}

function sentence(found: Fault[], question: string, editing: Editing): string | undefined {
  const fault = found.find((each) => each.field === question);
  return fault && faultSentence(fault, editing.definition, editing.walked, editing.language, words.value);
}

interface GroupProps {
  app: Uses<'drafts' | 'reference' | 'media' | 'prompts' | 'thrift' | 'settings'>;
  editing: Editing;
  screen: Screen;
  wrong: Fault[];
  onLive: (stop: (() => Promise<void>) | null) => void;
}

function Group({ app, editing, screen, wrong, onLive }: GroupProps) {
  const { definition, language } = editing;
  const sliders = !!screen.group && looks(screen.group, 'affective-slider');
  const seeds = screen.nodes.filter((node) => looks(node, 'seeds'));
  const placed = seeds.reduce((sum, node) => sum + Number(answerAt(editing.answers, node.key) || 0), 0);
  return (
    <div class="together">
      {seeds.length > 1 && (
        <p class="readout" role="status">
          {words.value.seedsPlaced(placed)}
        </p>
      )}
      {screen.nodes.map((node, index) => (
        <div key={node.key}>
          {!sliders && (
            <span class={node.picture ? 'legend pictured' : 'legend'} id={`asks-${node.key}`}>
              {node.picture && <Picture name={node.picture} />}
              {interpolate(definition, node.label, node.context.values, language)}
            </span>
          )}
          {node.images && (
            <FormImage
              wide
              sha256={inLanguage(node.images, language, definition.default_language)}
              url={(sha) => app.prompts.url(sha)}
            />
          )}
          <Question
            {...{ app, editing, node, onLive }}
            labelledBy={sliders ? 'asks' : `asks-${node.key}`}
            wrong={sentence(wrong, node.key, editing)}
            {...(sliders ? { end: index } : {})}
          />
        </div>
      ))}
    </div>
  );
}
