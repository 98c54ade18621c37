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
import { RECEIVED } from '../domain/states';
import { digitsOf, spaced, typed } from './model';
import { followedStatuses } from './statuses';
import type { FollowedStatus } from './statuses';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

export function FollowScreen({ app }: { app: Uses<'records' | 'prompts' | 'settings'> }) {
  const texts = followWords.value;
  const [digits, setDigits] = useState('');
  const [found, setFound] = useState<FollowedStatus[] | null>(null);
  const kind = typed(digits);
  useEffect(() => {
    let asked = true; // the status of a code typed before comes too late
    setFound(null);
    if (kind === 'code')
      void followedStatuses(digits, app.records.all.value, () => app.records.statusesOf(digits)).then(
        (all) => asked && setFound(all),
      );
    return () => {
      asked = false;
    };
  }, [digits, kind]);
  const other = (
    <Press kind="main" big picture="refaire" onClick={() => setDigits('')}>
      {texts.followOther}
    </Press>
  );
  return (
    <Frame title={texts.followTitle} back={() => back()} foot={kind === 'code' && found ? other : undefined}>
      <label class="stack asked-code">
        <span class="soft">{texts.followHint}</span>
        <input
          class="field code digits"
          dir="ltr"
          inputMode="none"
          autocomplete="off"
          value={spaced(digits)}
          aria-invalid={kind === 'slip'}
          onInput={(event) => setDigits(digitsOf(event.currentTarget.value))}
        />
      </label>
      <div role="status">
        {kind === 'slip' && (
          <Note tone="warn" picture="alerte">
            {texts.followSlip}
          </Note>
        )}
        {kind === 'code' && found && <Answer app={app} found={found} />}
      </div>
      {kind !== 'code' && <Pad digits={digits} onDigits={setDigits} />}
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

function Answer({ app, found }: { app: Uses<'prompts' | 'settings'>; found: FollowedStatus[] }) {
  const texts = followWords.value;
  if (!found.length) return <Unknown app={app} />;
  return (
    <div class="stack">
      {found.length > 1 && <Note picture="question">{texts.followTwo}</Note>}
      {found.map((one, n) => (
        <Status key={n} app={app} status={one} />
      ))}
    </div>
  );
}

function Status({ app, status }: { app: Uses<'prompts' | 'settings'>; status: FollowedStatus }) {
  const say = words.value;
  const texts = followWords.value;
  const next = (!status.id && texts.followNext[status.state]) || texts.stateNext[status.state];
  const day = status.at && onDay(status.at, now(), say);
  const isWeek = !status.id && status.state !== RECEIVED; // of what the Lab did, others know the week alone
  const since = status.id && status.at ? when(status.at, now(), say) : isWeek && day ? texts.followWeek(day) : day;
  return (
    <section class="card hero status-card">
      <Picture name={statePicture(status.state)} size="xl" />
      <h2>{say.states[status.state]}</h2>
      {since && <p class="soft">{since}</p>}
      <p>{next}</p>
      <div class="row middle-row">
        <Listen
          app={app}
          parts={[say.states[status.state], since || '', next].filter(Boolean)}
          language={say.code}
          label={say.listen}
          onPart={() => undefined}
        />
        {status.id && (
          <Press picture="suivant" onClick={() => go('record', status.id as string)}>
            {texts.followOpen}
          </Press>
        )}
      </div>
    </section>
  );
}

function Unknown({ app }: { app: Uses<'prompts' | 'settings'> }) {
  const say = words.value;
  const texts = followWords.value;
  return (
    <section class="card hero status-card">
      <Picture name="nsp" size="l" />
      <h2>{texts.followUnknown}</h2>
      <p>{texts.followUnknownWhy}</p>
      <p class="soft">{texts.followElsewhere(followAddress())}</p>
      <div class="row middle-row">
        <Listen
          app={app}
          parts={[texts.followUnknown, texts.followUnknownWhy]}
          language={say.code}
          label={say.listen}
          onPart={() => undefined}
        />
      </div>
    </section>
  );
}
