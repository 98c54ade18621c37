// Everything that was said, before it is finished; each answer can be changed.

import { useState } from 'preact/hooks';

import { faults } from '../domain/form';
import { screenOf, screens } from '../domain/screens';
import { behindWords } from '../i18n/behind';
import { allWords as words } from '../i18n/behind';
import { AnswerList } from '../ui/answers';
import { Frame, Heading, Note, Press } from '../ui/frame';
import { Picture } from '../ui/picture';
import { useSaysNothing } from '../ui/reply';
import { go, goInstead } from '../ui/route';
import { lines } from '../ui/told';
import { MissedNote } from '../ui/unsaved';
import { faultSentence, firstFault } from './model';
import { Foot } from './step';
import type { StepProps } from './step';

export function ReviewStep({ app, editing, frame, notice, forward, backward }: StepProps) {
  const { definition, walked, answers, language, draft } = editing;
  const say = words.value;
  const projectTitle = (id: string): string | undefined => app.projects.value.find((each) => each.id === id)?.title;
  const told = lines({ definition, walked, answers, language, words: say, projectTitle });
  const found = faults(answers, walked);
  const wrong = Object.fromEntries(found.map((each) => [each.field, faultSentence(each, definition, walked, language, say)]));
  const first = firstFault(answers, walked);
  const place = draft.place ? app.place(draft.place) : null;
  const change = (screen: string): void => go('draft', draft.id, 'q', screen, 'review');
  const silent = useSaysNothing(app, editing);
  const next = (): void => (first ? change(first) : silent ? go('draft', draft.id, 'reply', 'review') : void forward());
  const [undeleted, setUndeleted] = useState(false);
  const discard = (): void => void app.deleteDraft(draft.id).then(() => goInstead(), () => setUndeleted(true));
  return (
    <Frame {...frame} foot={<Foot label={first ? say.fixFirst : silent ? say.answerIt : say.goOnFinish} onNext={next} onBack={backward} />}>
      <Heading>{say.reviewTitle}</Heading>
      <p class="hint">{say.reviewHint}</p>
      {notice}
      <MissedNote app={app} draftId={draft.id} screenOf={(question) => screenOf(screens(walked), question)} />
      {silent && <Note tone="warn" picture="question">{say.replyFirst}</Note>}
      {first && <Note tone="warn" picture="alerte">{say.toFix(found.length)}</Note>}
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
      <AnswerList lines={told} url={(sha) => app.mediaUrl(sha)} wrong={wrong} onChange={(line) => change(line.screen)} />
      {undeleted && <Note tone="stop" picture="alerte">{behindWords.value.discardFault}</Note>}
      <Discard onYes={discard} />
    </Frame>
  );
}

function Discard({ onYes }: { onYes: () => void }) {
  const [sure, setSure] = useState(false);
  const say = words.value;
  if (!sure) return <Press kind="bare" wide picture="state-erased" onClick={() => setSure(true)}>{say.discard}</Press>;
  return (
    <div class="card stack" role="alert">
      <p>{say.discardSure}</p>
      <div class="pair">
        <Press onClick={() => setSure(false)}>{say.discardNo}</Press>
        <Press kind="stop" onClick={onYes}>{say.discardYes}</Press>
      </div>
    </div>
  );
}
