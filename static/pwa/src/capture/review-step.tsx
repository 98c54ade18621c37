// Everything that was said, before it is finished; each answer can be changed.

import { faults } from '../domain/form';
import { screenOf, screens } from '../domain/screens';
import { allWords as words } from '../i18n/behind';
import { AnswerList } from '../ui/answers';
import { Discard } from '../ui/discard';
import { Frame, Heading, Note } from '../ui/frame';
import { Picture } from '../ui/picture';
import { useSaysNothing } from '../ui/reply';
import { go } from '../ui/route';
import { lines } from '../ui/answer-lines';
import { MissedNote } from '../ui/unsaved';
import { faultSentence, firstFault } from './model';
import { Foot } from './step';
import type { StepProps } from './step';

export function ReviewStep({
  app,
  editing,
  frame,
  notice,
  forward,
  backward,
}: StepProps<'drafts' | 'records' | 'reference' | 'media'>) {
  const { definition, walked, answers, language, draft } = editing;
  const say = words.value;
  const projectTitle = (id: string): string | undefined =>
    app.reference.projects.value.find((each) => each.id === id)?.title;
  const shown = lines({ definition, walked, answers, language, words: say, projectTitle });
  const found = faults(answers, walked);
  const wrong = Object.fromEntries(
    found.map((each) => [each.field, faultSentence(each, definition, walked, language, say)]),
  );
  const first = firstFault(answers, walked);
  const place = draft.place ? app.reference.place(draft.place) : null;
  const change = (screen: string): void => go('draft', draft.id, 'q', screen, 'review');
  const silent = useSaysNothing(app, editing);
  const next = (): void => (first ? change(first) : silent ? go('draft', draft.id, 'reply', 'review') : void forward());
  return (
    <Frame
      {...frame}
      foot={
        <Foot label={first ? say.fixFirst : silent ? say.answerIt : say.goOnFinish} onNext={next} onBack={backward} />
      }
    >
      <Heading>{say.reviewTitle}</Heading>
      <p class="hint">{say.reviewHint}</p>
      {notice}
      <MissedNote app={app} draftId={draft.id} screenOf={(question) => screenOf(screens(walked), question)} />
      {silent && (
        <Note tone="warn" picture="question">
          {say.replyFirst}
        </Note>
      )}
      {first && (
        <Note tone="warn" picture="alerte">
          {say.toFix(found.length)}
        </Note>
      )}
      <ul class="lines">
        <li>
          <button type="button" class="line" onClick={() => go('draft', draft.id, 'place', 'review')}>
            <Picture name="lieu" />
            <span class="grow">
              <span class="soft small">{say.place}</span>
              <b>{place ? place.label : say.unanswered}</b>
            </span>
            <Picture name="corriger" size="s" label={say.change} />
          </button>
        </li>
      </ul>
      <AnswerList
        lines={shown}
        url={(sha) => app.media.url(sha)}
        wrong={wrong}
        onChange={(line) => change(line.screen)}
      />
      <Discard app={app} draftId={draft.id} label={say.discard} />
    </Frame>
  );
}
