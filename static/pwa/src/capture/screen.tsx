// Filling in a record: the place, one question a screen, the review. Going away at any moment loses nothing.

import { useEffect, useState } from 'preact/hooks';

import type { App } from '../app/app';
import { isBegun } from '../domain/begun';
import { words } from '../i18n/words';
import { Beads } from '../ui/beads';
import { useDraft } from '../ui/draft';
import type { Editing } from '../ui/draft';
import { IconButton, Note } from '../ui/frame';
import { back, go, goInstead, route } from '../ui/route';
import { beside, indexOf, mainSteps, path, resume, steps } from './model';
import type { Step } from './model';
import { PlaceStep } from './place-step';
import { QuestionStep } from './question-step';
import { ReplyStep } from './reply-step';
import { ReviewStep } from './review-step';
import { TimesStep } from './times-step';

interface Props {
  app: App;
  id: string;
  /** The address after the draft's id. */
  at: string[];
}

export function CaptureScreen({ app, id, at }: Props) {
  const editing = useDraft(app, id);
  const all = editing ? steps(editing.walked, editing.draft) : [];
  const here = indexOf(all, at);
  useEffect(() => {
    if (!editing) goInstead();
    else if (here < 0) goInstead('draft', id, ...resume(editing.walked, { ...editing.draft, answers: editing.answers }));
  }, [!editing, here]);
  if (!editing || here < 0) return null;
  const step = all[here] as Step;
  return <StepScreen key={path(step).join('/')} {...{ app, editing, all, here, step }} toReview={at[at.length - 1] === 'review' && step.kind !== 'review'} />;
}

interface WayProps {
  app: App;
  editing: Editing;
  all: Step[];
  here: number;
  step: Step;
  /** True when one came from the review to change one answer. */
  toReview: boolean;
}

function StepScreen(props: WayProps) {
  const { app, editing, all, here, step, toReview } = props;
  const { id } = editing.draft;
  const [full, setFull] = useState(false);
  const forward = async (): Promise<void> => {
    try {
      await editing.saved();
    } catch {
      return setFull(true);
    }
    if (toReview) return back('draft', id, 'review');
    const next = beside(all, here, 1);
    if (next) go('draft', id, ...path(next));
    else go('draft', id, 'consent');
  };
  const backward = (): void => {
    const before = beside(all, here, -1);
    if (toReview) back('draft', id, 'review');
    else if (before) back('draft', id, ...path(before));
    else leave();
  };
  const leave = (): void => void editing.saved().then(() => goInstead(), () => setFull(true)).then(() => dropUnsaid(app, id));
  const frame = {
    title: <Beads here={placeOnWay(all, step)} all={mainSteps(all).length} />,
    side: <IconButton name="croix" label={words.value.leave} onClick={leave} />,
  };
  const notice = full && <Note tone="stop" picture="alerte">{words.value.noSpace}</Note>;
  const common = { app, editing, frame, notice, toReview, forward, backward };
  if (step.kind === 'question' && step.screen.nodes[0]?.type === 'repeat') return <TimesStep {...common} repeat={step.screen.nodes[0]} />;
  if (step.kind === 'question') return <QuestionStep {...common} screen={step.screen} />;
  if (step.kind === 'place') return <PlaceStep {...common} />;
  return step.kind === 'reply' ? <ReplyStep {...common} /> : <ReviewStep {...common} />;
}

/** Who has said nothing leaves no draft. */
async function dropUnsaid(app: App, id: string): Promise<void> {
  const left = app.draft(id);
  if (left && !route.value.length && !isBegun(left, app.definition(left.instrument, left.version))) await app.deleteDraft(id);
}

/** Which step of the way this is; what is asked each time of a repeat is at its list. */
function placeOnWay(all: Step[], step: Step): number {
  const time = step.kind === 'question' ? step.screen.time : undefined;
  return mainSteps(all).findIndex((each) => each === step || (time && each.kind === 'question' && each.screen.name === time.repeat));
}
