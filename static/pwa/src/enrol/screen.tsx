// The first time: trade a code for the right to send, and choose what opens one's profile. The link `/app/#enrol=CODE` fills in
// the code along. The code is spent last, so that who leaves in between has lost nothing.

import { useState } from 'preact/hooks';

import type { EnrolResult, Uses } from '../app/app';
import { SIGNS } from '../domain/signs';
import { LANGUAGES, words } from '../i18n/words';
import { codeIn, enrolFault } from '../ui/enrol-code';
import { Frame, Heading, Note, Press } from '../ui/frame';
import { NewPin } from '../ui/new-pin';
import { Picture } from '../ui/picture';
import { goInstead, route } from '../ui/route';

type Step = 'code' | 'sign' | 'pin';

export function EnrolScreen({ app, code }: { app: Uses<'people' | 'settings'>; code: string }) {
  const [typed, setTyped] = useState(code);
  const [step, setStep] = useState<Step>('code');
  const [picture, setPicture] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  const say = words.value;

  const send = async (pin: string): Promise<void> => {
    setBusy(true);
    const result = await app.people
      .enrol(codeIn(typed), { pin, picture })
      .catch((): EnrolResult => ({ ok: false, reason: 'server' }));
    setBusy(false);
    setWrong(enrolFault(result, words.value) || '');
    // Who has begun something meanwhile stays with it.
    if (result.ok && route.value[0] === 'enrol') goInstead();
    else setStep('code');
  };
  const begin = (): void => {
    setWrong(codeIn(typed) ? '' : say.enrolFault.empty);
    if (codeIn(typed)) setStep('sign');
  };
  const choose = (sign: string): void => {
    setPicture(sign);
    setStep('pin');
  };

  if (step === 'sign')
    return (
      <Sign
        taken={app.people.profiles.value.map((one) => one.picture)}
        onBack={() => setStep('code')}
        onChoose={choose}
      />
    );
  if (step === 'pin') {
    return (
      <Frame key="pin" title={<span class="grow" />} back={() => setStep('sign')} side={<Picture name={picture} />}>
        <NewPin why={say.pinWhy} busy={busy} onPin={(pin) => void send(pin)} />
        <p role="status" class="soft">
          {busy ? say.enrolBusy : ''}
        </p>
      </Frame>
    );
  }
  return (
    <div class="screen">
      <header class="bar">
        <span class="grow" />
        {LANGUAGES.map((each) => (
          <button
            key={each.code}
            type="button"
            class="press bare"
            lang={each.code}
            aria-pressed={each.code === say.code}
            onClick={() => void app.settings.setLanguage(each.code)}
          >
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
        {app.people.stray.value.unsent > 0 && (
          <Note picture="state-finished">
            {say.lockWaits(app.people.stray.value.unsent)} {say.lockGoes(app.people.stray.value.unsent)}
          </Note>
        )}
        <p>{say.enrolWhy}</p>
        <form class="stack" onSubmit={(event) => (event.preventDefault(), begin())}>
          <label class="legend" for="code">
            {say.enrolCode}
          </label>
          <input
            id="code"
            class="field code"
            dir="ltr"
            enterkeyhint="go"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            value={typed}
            aria-describedby="code-hint"
            aria-invalid={!!wrong}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <p class="hint small" id="code-hint">
            {say.enrolHint}
          </p>
          {wrong && (
            <p class="fault" role="alert">
              <Picture name="alerte" size="s" />
              {wrong}
            </p>
          )}
          <Press submit kind="main" big wide>
            {say.enrolGo}
          </Press>
        </form>
        {app.people.profiles.value.length > 0 && (
          <Press wide picture="cadenas" onClick={() => goInstead('rejoin', codeIn(typed))}>
            {say.rejoinMine}
          </Press>
        )}
        {app.people.profiles.value.length > 0 && (
          <Press wide picture="arriere" onClick={() => goInstead()}>
            {say.enrolNot}
          </Press>
        )}
      </main>
    </div>
  );
}

/** The picture by which a profile is known: no name is shown on a phone that others use. */
function Sign({ taken, onBack, onChoose }: { taken: string[]; onBack: () => void; onChoose: (sign: string) => void }) {
  const say = words.value;
  const free = SIGNS.filter((sign) => !taken.includes(sign));
  return (
    <Frame key="sign" title={<span class="grow" />} back={onBack}>
      <Heading>{say.signTitle}</Heading>
      <p class="soft">{say.signWhy}</p>
      <div class="signs">
        {(free.length ? free : SIGNS).map((sign) => (
          <button
            key={sign}
            type="button"
            class="press sign"
            aria-label={say.signs[sign]}
            onClick={() => onChoose(sign)}
          >
            <Picture name={sign} size="l" />
          </button>
        ))}
      </div>
    </Frame>
  );
}
