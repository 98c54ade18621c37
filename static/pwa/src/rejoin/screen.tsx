// A new code for a profile that is already here: the server no longer knows this phone, or it was withdrawn and is trusted again.
// What is in the place stays, and goes on counting as its owner's.

import { useState } from 'preact/hooks';

import type { EnrolResult, Uses } from '../app/app';
import { allWords as words } from '../i18n/behind';
import { codeIn, enrolFault } from '../ui/enrol-code';
import { Frame, Heading, Note, Press } from '../ui/frame';
import { Picture } from '../ui/picture';
import { goInstead } from '../ui/route';

export function RejoinScreen({ app, code }: { app: Uses<'people'>; code: string }) {
  const say = words.value;
  const [typed, setTyped] = useState(code);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');

  const send = async (): Promise<void> => {
    const plain = codeIn(typed);
    setWrong(plain ? '' : say.enrolFault.empty);
    if (!plain || busy) return;
    setBusy(true);
    const result = await app.people.rejoin(plain).catch((): EnrolResult => ({ ok: false, reason: 'server' }));
    setBusy(false);
    setWrong(enrolFault(result, words.value) ?? '');
    if (result.ok) goInstead();
  };

  return (
    <Frame title={say.rejoinOpen} back={() => goInstead()}>
      <Heading>{say.rejoinTitle}</Heading>
      <p>{say.rejoinWhy}</p>
      <Note tone="ok" picture="state-safe">
        {say.rejoinSafe}
      </Note>
      <form class="stack" onSubmit={(event) => (event.preventDefault(), void send())}>
        <label class="legend" for="code">
          {say.enrolCode}
        </label>
        <input
          id="code"
          dir="auto"
          class="field code"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          value={typed}
          aria-invalid={!!wrong}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        {wrong && (
          <p class="fault" role="alert">
            <Picture name="alerte" size="s" />
            {wrong}
          </p>
        )}
        <Press submit kind="main" big wide disabled={busy}>
          {say.rejoinGo}
        </Press>
        <p role="status" class="soft">
          {busy ? say.enrolBusy : ''}
        </p>
      </form>
    </Frame>
  );
}
