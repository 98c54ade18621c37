// The list of a repeat: what was said each time, one more, or on.

import { useRef, useState } from 'preact/hooks';

import { MOST_TIMES, interpolate, timesAsked } from '../domain/form';
import type { AskedNode } from '../domain/form';
import { allWords as words } from '../i18n/behind';
import { Frame, Heading, IconButton, Press } from '../ui/frame';
import { Picture } from '../ui/picture';
import { go } from '../ui/route';
import { lines } from '../ui/answer-lines';
import { faultsOfTime } from './model';
import { Foot, Hint } from './step';
import type { StepProps } from './step';

export function TimesStep({
  app,
  editing,
  frame,
  notice,
  toReview,
  forward,
  backward,
  repeat,
}: StepProps<'reference'> & { repeat: AskedNode }) {
  const { definition, answers, language, draft, walked } = editing;
  const say = words.value;
  const [asked, setAsked] = useState(false);
  const count = timesAsked(repeat);
  const projectTitle = (id: string): string | undefined =>
    app.reference.projects.value.find((each) => each.id === id)?.title;
  const shown = lines({ definition, walked, answers, language, words: say, projectTitle });
  const open = (index: number): void => go('draft', draft.id, 'q', `${repeat.name}[${index + 1}]`);
  const adding = useRef(false);
  const add = (): void => {
    if (adding.current) return; // touched again before the screen came
    adding.current = true;
    editing
      .addTime(repeat.name)
      .then(
        (number) => open(number - 1),
        () => undefined,
      )
      .finally(() => (adding.current = false)); // the notice says why not
  };
  const wrong = (index: number): boolean => asked && faultsOfTime(walked, answers, repeat.name, index).length > 0;
  const next = async (): Promise<void> => {
    setAsked(true);
    const bad = Array.from({ length: count }, (_, index) => index).find(
      (index) => faultsOfTime(walked, answers, repeat.name, index).length,
    );
    if (bad === undefined) await forward();
  };
  return (
    <Frame
      {...frame}
      foot={
        <Foot
          label={toReview ? say.done : count ? say.next : say.skip}
          lit={count > 0}
          onNext={() => void next()}
          onBack={backward}
        />
      }
    >
      <div class="ask">
        {repeat.picture && <Picture name={repeat.picture} />}
        <div class="grow">
          <Heading id="asks">{interpolate(definition, repeat.label, repeat.context.values, language)}</Heading>
          <Hint text={interpolate(definition, repeat.hint, repeat.context.values, language)} />
        </div>
      </div>
      {notice}
      <ol class="lines times">
        {Array.from({ length: count }, (_, index) => {
          const [first, ...rest] = shown.filter(
            (line) => line.name.startsWith(`${repeat.name}[${index + 1}].`) && line.text,
          );
          return (
            <li key={index}>
              <button type="button" class="line" onClick={() => open(index)}>
                {first?.picture ? <Picture name={first.picture} /> : <b class="rank">{index + 1}</b>}
                <span class="grow">
                  <b dir="auto">{first ? first.text : say.timeEmpty(index + 1)}</b>
                  {rest[0] && (
                    <span class="soft small">
                      {rest
                        .slice(0, 3)
                        .map((line) => (line.kind === 'integer' ? `${line.asks} ${line.text}` : line.text))
                        .join(' · ')}
                    </span>
                  )}
                  {wrong(index) && (
                    <span class="fault" role="alert">
                      <Picture name="alerte" size="s" />
                      {say.timeWrong}
                    </span>
                  )}
                </span>
                <Picture name="corriger" size="s" label={say.change} />
              </button>
              {!repeat.count && (
                <IconButton
                  name="state-erased"
                  label={say.timeRemove(index + 1)}
                  onClick={() => void editing.removeTime(repeat.name, index).catch(() => undefined)}
                />
              )}
            </li>
          );
        })}
      </ol>
      {!repeat.count && count < MOST_TIMES && (
        <Press wide big {...(count ? {} : { kind: 'main' as const })} picture="plus" onClick={add}>
          {count ? say.timeMore : say.timeFirst}
        </Press>
      )}
    </Frame>
  );
}
