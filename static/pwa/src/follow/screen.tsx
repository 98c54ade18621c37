// A citizen without a phone asks what became of their words: ten digits in, a picture, a word and a voice out.

import { useEffect, useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import { onDay, when } from '../i18n/format';
import { followWords } from '../i18n/follow';
import { allWords as words } from '../i18n/behind';
import { followAddress } from '../device/address';
import { Frame, IconButton, Note, Press } from '../ui/frame';
import { Listen } from '../ui/listen';
import { now } from '../ui/now';
import { Picture } from '../ui/picture';
import { back, go } from '../ui/route';
import { statePicture } from '../ui/state';
import { digitsOf, spaced, typed } from './model';
import { told } from './telling';
import type { Told } from './telling';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

export function FollowScreen({ app }: { app: Uses<'records' | 'prompts' | 'settings'> }) {
  const tell = followWords.value;
  const [digits, setDigits] = useState('');
  const [found, setFound] = useState<Told[] | null>(null);
  const stands = typed(digits);
  useEffect(() => {
    let asked = true; // what is told of a code typed before comes too late
    setFound(null);
    if (stands === 'code')
      void told(digits, app.records.all.value, () => app.records.fates(digits)).then((all) => asked && setFound(all));
    return () => {
      asked = false;
    };
  }, [digits, stands]);
  const other = (
    <Press kind="main" big picture="refaire" onClick={() => setDigits('')}>
      {tell.followOther}
    </Press>
  );
  return (
    <Frame title={tell.followTitle} back={() => back()} foot={stands === 'code' && found ? other : undefined}>
      <label class="stack asked-code">
        <span class="soft">{tell.followHint}</span>
        <input
          class="field code digits"
          dir="ltr"
          inputMode="none"
          autocomplete="off"
          value={spaced(digits)}
          aria-invalid={stands === 'slip'}
          onInput={(event) => setDigits(digitsOf(event.currentTarget.value))}
        />
      </label>
      <div role="status">
        {stands === 'slip' && (
          <Note tone="warn" picture="alerte">
            {tell.followSlip}
          </Note>
        )}
        {stands === 'code' && found && <Answer app={app} found={found} />}
      </div>
      {stands !== 'code' && <Pad digits={digits} onDigits={setDigits} />}
    </Frame>
  );
}

function Pad({ digits, onDigits }: { digits: string; onDigits: (digits: string) => void }) {
  const add = (digit: string): void => onDigits(digitsOf(digits + digit));
  const key = (digit: string) => (
    <button key={digit} type="button" class="press big" onClick={() => add(digit)}>
      {digit}
    </button>
  );
  return (
    <div class="pad" data-counts>
      {KEYS.map(key)}
      <span />
      {key('0')}
      <IconButton
        big
        name="arriere"
        label={followWords.value.followErase}
        onClick={() => onDigits(digits.slice(0, -1))}
      />
    </div>
  );
}

function Answer({ app, found }: { app: Uses<'prompts' | 'settings'>; found: Told[] }) {
  const tell = followWords.value;
  if (!found.length) return <Unknown app={app} />;
  return (
    <div class="stack">
      {found.length > 1 && <Note picture="question">{tell.followTwo}</Note>}
      {found.map((one, n) => (
        <Standing key={n} app={app} told={one} />
      ))}
    </div>
  );
}

function Standing({ app, told }: { app: Uses<'prompts' | 'settings'>; told: Told }) {
  const say = words.value;
  const tell = followWords.value;
  const next = (!told.id && tell.followNext[told.state]) || tell.stateNext[told.state];
  const since = told.at && (told.at.length > 10 ? when(told.at, now(), say) : onDay(told.at, now(), say));
  return (
    <section class="card hero told-state">
      <Picture name={statePicture(told.state)} size="xl" />
      <h2>{say.states[told.state]}</h2>
      {since && <p class="soft">{since}</p>}
      <p>{next}</p>
      <div class="row middle-row">
        <Listen
          app={app}
          parts={[say.states[told.state], since || '', next].filter(Boolean)}
          language={say.code}
          label={say.listen}
          onPart={() => undefined}
        />
        {told.id && (
          <Press picture="suivant" onClick={() => go('record', told.id as string)}>
            {tell.followOpen}
          </Press>
        )}
      </div>
    </section>
  );
}

function Unknown({ app }: { app: Uses<'prompts' | 'settings'> }) {
  const say = words.value;
  const tell = followWords.value;
  return (
    <section class="card hero told-state">
      <Picture name="nsp" size="l" />
      <h2>{tell.followUnknown}</h2>
      <p>{tell.followUnknownWhy}</p>
      <p class="soft">{tell.followElsewhere(followAddress())}</p>
      <div class="row middle-row">
        <Listen
          app={app}
          parts={[tell.followUnknown, tell.followUnknownWhy]}
          language={say.code}
          label={say.listen}
          onPart={() => undefined}
        />
      </div>
    </section>
  );
}
