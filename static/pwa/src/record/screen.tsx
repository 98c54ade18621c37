// One record: where it is now, what the Lab asks, what was said.

import { useEffect, useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import { say as inLanguage, walk } from '../domain/form';
import type { Reason } from '../domain/form';
import { isNeed } from '../domain/meaning';
import type { Answers, Definition, StatusEvent, RecordView } from '../domain/types';
import { onDay, when } from '../i18n/format';
import { followWords } from '../i18n/follow';
import { behindWords } from '../i18n/behind';
import { allWords as words } from '../i18n/behind';
import { BY_DAY } from '../i18n/states';
import { Asked } from '../ui/asked';
import { AnswerList } from '../ui/answers';
import { Sure } from '../ui/discard';
import { Code, useCode } from '../ui/code';
import { Frame, Note, Press } from '../ui/frame';
import { localDay, now } from '../ui/now';
import { Picture } from '../ui/picture';
import { back, go } from '../ui/route';
import { isState, statePicture } from '../ui/state';
import { lines } from '../ui/answer-lines';
import { unbroken } from '../ui/text';
import { timeline } from './model';
import type { TimelineItem } from './model';

interface Content {
  definition: Definition | null;
  answers: Record<string, unknown>;
}

export function RecordScreen({
  app,
  id,
}: {
  app: Uses<'drafts' | 'records' | 'reference' | 'media' | 'prompts' | 'settings'>;
  id: string;
}) {
  const record = app.records.all.value.find((each) => each.id === id);
  const code = useCode(app, id);
  const say = words.value;
  const [content, setContent] = useState<Content | null>(null);
  const [fault, setFault] = useState(false);
  useEffect(() => {
    setContent(null);
    void app.records.answersOf(id).then(setContent);
  }, [id, record?.rev]);
  if (!record) {
    return (
      <Frame title={say.recordTitle} back={() => back('outbox')}>
        <p>{say.recordGone}</p>
      </Frame>
    );
  }
  const correct = (): void =>
    void app.drafts.correct(id).then(
      (draft) => go('draft', draft),
      () => setFault(true),
    );
  const takeBack = (): void => void app.drafts.takeBack(id).catch(() => setFault(true));
  const definition = app.reference.definition(record.instrument);
  const foot = record.needsCorrection && (
    <Press kind="main" big picture="corriger" onClick={correct}>
      {record.question ? say.answerIt : say.again}
    </Press>
  );
  return (
    <Frame
      title={definition ? inLanguage(definition.title, say.code, definition.default_language) : say.recordTitle}
      back={() => back('outbox')}
      foot={foot}
    >
      <p class="soft">
        {app.reference.place(record.place)?.label || record.place}
        {record.rev > 1 && ` · ${say.version(record.rev)}`}
      </p>
      {fault && (
        <Note tone="stop" picture="alerte">
          {behindWords.value.startFault}
        </Note>
      )}
      {record.question && <Asked app={app} event={record.question} language={say.code} />}
      {record.faults.length > 0 && <Wrong record={record} content={content} />}
      <section>
        <h2 class="legend">{say.timelineTitle}</h2>
        <ol class="chain">
          {timeline(record, isState, isNeed(definition, record.instrument)).map((item, index) => (
            <Item key={index} app={app} item={item} open={!!item.event && item.event.id === record.question?.id} />
          ))}
        </ol>
        {record.sentAt !== null && record.mediaLeft > 0 && (
          <p class="soft">{say.mediaReceived(record.mediaOf - record.mediaLeft, record.mediaOf)}</p>
        )}
      </section>
      <Code app={app} code={code}>
        <Press wide picture="code" onClick={() => go('card', id)}>
          {followWords.value.cardGive}
        </Press>
      </Code>
      {content && <Answered app={app} content={content} />}
      {content && Object.keys(content.answers).length > 0 && <TakeBack onYes={takeBack} />}
    </Frame>
  );
}

/** Whoever spoke may want their words back, at any time. Asks once more before it does. Only what was taken back has no
 * answers. */
function TakeBack({ onYes }: { onYes: () => void }) {
  const [sure, setSure] = useState(false);
  const say = words.value;
  if (!sure) {
    return (
      <Press wide picture="state-erased" onClick={() => setSure(true)}>
        {say.takeBack}
      </Press>
    );
  }
  return <Sure ask={say.takeBackSure} onNo={() => setSure(false)} onYes={onYes} />;
}

const reasonSentence = (app: Uses<'reference'>, event: StatusEvent): string => {
  const term = event.reason ? app.reference.reasons.value.find((each) => each.code === event.reason) : undefined;
  return term ? unbroken(inLanguage(term.say || term.label, words.value.code)) : '';
};

function Wrong({ record, content }: { record: RecordView; content: Content | null }) {
  const say = words.value;
  const label = (field: string): string => {
    const node =
      content?.definition &&
      walked(content.definition, content.answers as Answers).nodes.find((each) => each.key === field);
    return node ? inLanguage(node.label, say.code) : field;
  };
  return (
    <Note tone="warn" picture="state-quarantined">
      <b>{say.wrong}</b>
      <ul>
        {record.faults.map((fault) => (
          <li key={fault.field}>
            {label(fault.field)} {say.faults[fault.reason as Reason] || say.faults.constraint}
          </li>
        ))}
      </ul>
    </Note>
  );
}

/** What the open question says is at the top of the screen already. */
function Item({ app, item, open }: { app: Uses<'reference'>; item: TimelineItem; open: boolean }) {
  const say = words.value;
  const event = open ? undefined : item.event;
  const sentence = event ? reasonSentence(app, event) : '';
  return (
    <li class={item.past ? '' : 'later'}>
      <Picture name={statePicture(item.state)} />
      {!item.past && <span class="sr">{say.later} : </span>}
      <b>{say.states[item.state]}</b>
      {item.at && <span class="soft small">{(BY_DAY.includes(item.state) ? onDay : when)(item.at, now(), say)}</span>}
      {sentence && <p>{sentence}</p>}
      {event?.message && <q dir="auto">{event.message}</q>}
    </li>
  );
}

const walked = (definition: Definition, answers: Answers) => {
  const moment = now();
  return walk(definition, answers, { today: localDay(moment), now: moment, language: words.value.code });
};

function Answered({ app, content }: { app: Uses<'reference' | 'media'>; content: Content }) {
  const { definition } = content;
  if (!definition) return null;
  const answers = content.answers as Answers;
  const projectTitle = (id: string): string | undefined =>
    app.reference.projects.value.find((each) => each.id === id)?.title;
  const shown = lines({
    definition,
    walked: walked(definition, answers),
    answers,
    language: words.value.code,
    words: words.value,
    projectTitle,
  }).filter((line) => line.text);
  return (
    <section>
      <h2 class="legend">{words.value.answersTitle}</h2>
      <AnswerList lines={shown} url={(sha) => app.media.url(sha)} />
    </section>
  );
}
