// The reviewer's question, and what the author says to it.

import { useState } from 'preact/hooks';

import { isBlank } from '../domain/text';
import { allWords as words } from '../i18n/behind';
import { LongText } from '../ui/field';
import { Asked } from '../ui/asked';
import { Frame, Heading } from '../ui/frame';
import { Picture } from '../ui/picture';
import { Foot, Hint } from './step';
import type { StepProps } from './step';

export function ReplyStep({
  app,
  editing,
  frame,
  notice,
  toReview,
  forward,
  backward,
}: StepProps<'drafts' | 'records' | 'reference' | 'prompts' | 'settings'>) {
  const say = words.value;
  const [text, setText] = useState(editing.draft.replyText);
  const asked = app.records.all.value.find((each) => each.id === editing.draft.id)?.question;
  const written = !isBlank(text);
  const write = (typed: string): void => {
    setText(typed);
    app.drafts.typeReply(editing.draft.id, typed);
  };
  return (
    <Frame
      {...frame}
      foot={
        <Foot
          label={toReview ? say.done : written ? say.next : say.replyChange}
          lit={written}
          onNext={() => void forward()}
          onBack={backward}
        />
      }
    >
      <div class="ask">
        <Picture name="state-needs_correction" />
        <div class="grow">
          <Heading id="asks">{say.replyTitle}</Heading>
          <Hint text={say.replyHint} />
        </div>
      </div>
      {notice}
      <Asked app={app} event={asked} language={editing.language} />
      <LongText
        class="field"
        aria-labelledby="asks"
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
      />
    </Frame>
  );
}
