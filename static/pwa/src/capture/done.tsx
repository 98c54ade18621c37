// Finished: where the record is now, and what comes next.

import type { Uses } from '../app/app';
import { FINISHED } from '../domain/states';
import { followWords } from '../i18n/follow';
import { allWords as words } from '../i18n/behind';
import { Code, useCode } from '../ui/code';
import { Heading, Press } from '../ui/frame';
import { Picture } from '../ui/picture';
import { go, goInstead } from '../ui/route';
import { StateMark } from '../ui/state';

export function DoneScreen({ app, id }: { app: Uses<'records' | 'reference' | 'prompts' | 'settings'>; id: string }) {
  const say = words.value;
  const code = useCode(app, id);
  const state = app.records.all.value.find((each) => each.id === id)?.state || FINISHED;
  return (
    <div class="screen">
      <main class="middle">
        <div class="hero stack">
          <Picture name="state-finished" size="l" />
          <Heading>{say.doneTitle}</Heading>
          <p>{say.doneWhere}</p>
          <p role="status">
            <StateMark state={state} />
          </p>
          <p class="soft">{state === FINISHED ? say.doneNext : followWords.value.stateNext[state]}</p>
        </div>
        <Code app={app} code={code}>
          <Press wide picture="code" onClick={() => go('card', id)}>
            {followWords.value.cardGive}
          </Press>
        </Code>
        <Press wide after="suivant" onClick={() => goInstead('record', id)}>
          {say.seeIt}
        </Press>
      </main>
      <footer class="foot">
        <Press kind="main" big picture="maison" onClick={() => goInstead()}>
          {say.home}
        </Press>
      </footer>
    </div>
  );
}
