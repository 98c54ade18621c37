// Filling in a record: the place, one question a screen, the review. Going away at any moment loses nothing.

import { useEffect, useRef, useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import { isStarted } from '../domain/started';
import { words } from '../i18n/words';
import { Beads } from '../ui/beads';
import { readDraft, useDraft } from '../ui/draft';
import type { Editing } from '../ui/draft';
import { IconButton } from '../ui/frame';
import type { Confiding, LateFile } from '../ui/late';
import { back, go, goInstead, route } from '../ui/route';
import { UnsavedNote } from '../ui/unsaved';
import { beside, indexOf, mainSteps, path, resume, steps } from './model';
import type { Step } from './model';
import { DoorStep } from './door-step';
import { PlaceStep } from './place-step';
import { QuestionStep } from './question-step';
import { ReplyStep } from './reply-step';
import { ReviewStep } from './review-step';
import { TimesStep } from './times-step';

interface Props {
  app: Uses<'drafts' | 'records' | 'reference' | 'media' | 'people' | 'prompts' | 'thrift' | 'settings'>;
  id: string;
  /** The address after the draft's id. */
  at: string[];
  confiding: LateFile<Confiding>;
}

export function CaptureScreen({ app, id, at, confiding }: Props) {
  const editing = useDraft(app, id);
  const all = editing ? steps(editing.walked, editing.draft) : [];
  const here = indexOf(all, at);
  useEffect(() => {
    if (!editing) goInstead();
    else if (here < 0)
      goInstead('draft', id, ...resume(editing.walked, { ...editing.draft, answers: editing.answers }));
  }, [!editing, here]);
  // Whoever turns away at the danger door, by whatever way, leaves nothing behind.
  const door = useRef(false);
  door.current = !!editing?.walked.door;
  useEffect(
    () => () => {
      if (!door.current || !app.drafts.get(id)) return;
      app.drafts.unsaved.drop(id); // who closed the door wanted nothing written down
      app.drafts.remove(id).catch(() => undefined); // it goes when the place is opened next
    },
    [id],
  );
  if (!editing || here < 0) return null;
  const step = all[here] as Step;
  return (
    <StepScreen
      key={path(step).join('/')}
      {...{ app, editing, all, here, step, confiding }}
      toReview={at[at.length - 1] === 'review' && step.kind !== 'review'}
    />
  );
}

interface WayProps {
  app: Uses<'drafts' | 'records' | 'reference' | 'media' | 'people' | 'prompts' | 'thrift' | 'settings'>;
  editing: Editing;
  all: Step[];
  here: number;
  step: Step;
  confiding: LateFile<Confiding>;
  /** True when one came from the review to change one answer. */
  toReview: boolean;
}

function StepScreen(props: WayProps) {
  const { app, editing, all, here, step, toReview, confiding } = props;
  const { id } = editing.draft;
  const [waiting, setWaiting] = useState(false);
  const waits = useRef(false);
  /** Nothing goes past what is not on the disk; the notice says why. */
  const saved = async (): Promise<boolean> => {
    if (waits.current) return false;
    setWaiting((waits.current = true));
    const saved = await app.drafts.unsaved.saved(id).then(
      () => true,
      () => false,
    );
    setWaiting((waits.current = false));
    return saved;
  };
  const forward = async (): Promise<void> => {
    if (!(await saved())) return;
    const latest = readDraft(app, id);
    if (!latest) return;
    if (toReview && latest.walked.door) return go('draft', id, 'door');
    if (toReview) return back('draft', id, 'review');
    const way = steps(latest.walked, latest.draft); // an answer of a moment ago may have added a screen
    const at = indexOf(way, path(step));
    if (at < 0) return;
    const next = beside(way, at, 1);
    if (next) go('draft', id, ...path(next));
    else go('draft', id, 'consent');
  };
  const backward = async (): Promise<void> => {
    if (!(await saved())) return;
    const before = beside(all, here, -1);
    if (toReview) back('draft', id, 'review');
    else if (before) back('draft', id, ...path(before));
    else await home();
  };
  const home = (): Promise<void> => {
    goInstead();
    return dropUnsaid(app, id);
  };
  const leave = async (): Promise<void> => {
    if (await saved()) await home();
  };
  const frame = {
    title: <Beads here={placeOnWay(all, step)} all={mainSteps(all).length} />,
    side: <IconButton name="croix" label={words.value.leave} onClick={() => void leave()} />,
  };
  if (step.kind === 'door') return <DoorStep {...{ app, editing, backward, confiding }} />;
  const notice = <UnsavedNote app={app} draftId={id} waiting={waiting} />;
  const common = { app, editing, frame, notice, toReview, saved, forward, backward: () => void backward() };
  if (step.kind === 'question' && step.screen.nodes[0]?.type === 'repeat')
    return <TimesStep {...common} repeat={step.screen.nodes[0]} />;
  if (step.kind === 'question') return <QuestionStep {...common} screen={step.screen} />;
  if (step.kind === 'place') return <PlaceStep {...common} />;
  return step.kind === 'reply' ? <ReplyStep {...common} /> : <ReviewStep {...common} />;
}

/** Who has said nothing leaves no draft. */
async function dropUnsaid(app: Uses<'drafts' | 'reference'>, id: string): Promise<void> {
  const left = app.drafts.get(id);
  if (left && !route.value.length && !isStarted(left, app.reference.definition(left.instrument, left.version)))
    await app.drafts.remove(id);
}

/** Which step of the way this is; what is asked each time of a repeat is at its list. */
function placeOnWay(all: Step[], step: Step): number {
  const time = step.kind === 'question' ? step.screen.time : undefined;
  return mainSteps(all).findIndex(
    (each) => each === step || (time && each.kind === 'question' && each.screen.name === time.repeat),
  );
}
