// The first time: trade a code for the right to send. The link `/app/#enrol=CODE` brings the code along.

import { useState } from 'preact/hooks';

import type { App } from '../app/app';
import { LANGUAGES, words } from '../i18n/words';
import { Heading, Press } from '../ui/frame';
import { Picture } from '../ui/picture';
import { goInstead } from '../ui/route';
import { codeIn, enrolFault } from './model';

export function EnrolScreen({ app, code }: { app: App; code: string }) {
  const [typed, setTyped] = useState(code);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  const say = words.value;

  const send = async (): Promise<void> => {
    const wanted = codeIn(typed);
    if (!wanted) return setWrong(say.enrolFault.empty);
    setBusy(true);
    const result = await app.enrol(wanted);
    setBusy(false);
    setWrong(enrolFault(result, words.value) || '');
    if (result.ok) goInstead();
  };

  return (
    <div class="screen">
      <header class="bar">
        <span class="grow" />
        {LANGUAGES.map((each) => (
          <button key={each.code} type="button" class="press bare" lang={each.code} aria-pressed={each.code === say.code} onClick={() => void app.setLanguage(each.code)}>
            {each.ownName}
          </button>
        ))}
      </header>
      <main>
        <div class="hero three" aria-hidden="true">
          <Picture name="besoin" size="l" />
          <Picture name="emotion" size="l" />
          <Picture name="retour" size="l" />
        </div>
        <Heading>{say.enrolTitle}</Heading>
        <p>{say.enrolWhy}</p>
        <form class="stack" onSubmit={(event) => (event.preventDefault(), void send())}>
          <label class="legend" for="code">{say.enrolCode}</label>
          <input
            id="code"
            class="field code"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            value={typed}
            aria-describedby="code-hint"
            aria-invalid={!!wrong}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <p class="hint small" id="code-hint">{say.enrolHint}</p>
          {wrong && (
            <p class="fault" role="alert">
              <Picture name="alerte" size="s" />
              {wrong}
            </p>
          )}
          <Press submit kind="main" big wide disabled={busy}>{busy ? say.enrolBusy : say.enrolGo}</Press>
        </form>
      </main>
    </div>
  );
}
