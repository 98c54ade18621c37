// Without any network: handing one's own records over as a file, and carrying somebody else's.

import { useState } from 'preact/hooks';

import type { CarriedFile, HandedOver, Uses } from '../app/app';
import { canShare, save, share } from '../device/files';
import { size } from '../i18n/format';
import { behindWords } from '../i18n/behind';
import { words } from '../i18n/words';
import { Frame, Note, Press } from '../ui/frame';
import { Picture } from '../ui/picture';
import { back } from '../ui/route';

export function HandScreen({ app }: { app: Uses<'sync' | 'people'> }) {
  const say = behindWords.value;
  return (
    <Frame title={say.handTitle} back={() => back(...(app.people.here.value === null ? [] : ['outbox']))}>
      <Give app={app} />
      {app.people.here.value !== null && <Carry app={app} />}
    </Frame>
  );
}

function Give({ app }: { app: Uses<'sync' | 'people'> }) {
  const say = behindWords.value;
  const [made, setMade] = useState<HandedOver[] | null>(null);
  const [at, setAt] = useState<[number, number] | null>(null);
  const [wrong, setWrong] = useState('');
  const left = app.people.profiles.value.reduce((sum, one) => sum + one.unsafe, 0);
  const make = (): void => {
    setWrong('');
    setAt([0, left]);
    app.sync
      .handOver((done, of) => setAt([done, of]))
      .then(setMade, () => setWrong(say.handFailed))
      .finally(() => setAt(null));
  };
  return (
    <section class="stack">
      <h2 class="legend">{say.giveTitle}</h2>
      <p>{say.giveWhy}</p>
      <Note picture="garder">{say.giveStays}</Note>
      {!made && (
        <div class="after">
          <Press kind="main" wide big picture="envois" disabled={at !== null} onClick={make}>
            {at ? say.giveMaking(at[0], at[1]) : say.giveMake}
          </Press>
        </div>
      )}
      <div role="status">
        {wrong && (
          <Note tone="stop" picture="alerte">
            {wrong}
          </Note>
        )}
        {made && !made.length && (
          <Note tone="ok" picture="state-safe">
            {say.giveNothing}
          </Note>
        )}
        {made && made.length > 0 && <Made made={made} />}
      </div>
    </section>
  );
}

function Made({ made }: { made: HandedOver[] }) {
  const say = words.value;
  const sum = (of: (one: HandedOver) => number): number => made.reduce((all, one) => all + of(one), 0);
  const [done, setDone] = useState(false);
  return (
    <>
      <Note tone="ok" picture="oui">
        <b>{behindWords.value.giveReady(made.length)}</b>
        <br />
        {behindWords.value.handHolds(
          sum((one) => one.records),
          sum((one) => one.media),
          size(
            sum((one) => one.file.size),
            say,
          ),
        )}
        {made.map((one) => (
          <span key={one.name} class="soft small file-name">
            {one.name}
          </span>
        ))}
      </Note>
      <div class="after stack">
        {canShare(made) && (
          <Press
            kind="main"
            wide
            picture="telephone"
            onClick={() => void share(made, behindWords.value.giveTitle).then(setDone)}
          >
            {behindWords.value.giveShare}
          </Press>
        )}
        <Press
          wide
          picture="garder"
          onClick={() => {
            save(made);
            setDone(true);
          }}
        >
          {behindWords.value.giveSave}
        </Press>
      </div>
      {done && <p class="soft">{behindWords.value.giveThen}</p>}
    </>
  );
}

function Carry({ app }: { app: Uses<'sync'> }) {
  const say = behindWords.value;
  const [outcome, setOutcome] = useState<{ tone: 'ok' | 'stop'; text: string } | null>(null);
  const take = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    input.value = '';
    if (!file) return;
    const got = await app.sync.receive(file, file.name);
    setOutcome(
      typeof got === 'string' ? { tone: 'stop', text: say.carryRefused[got] } : { tone: 'ok', text: say.carrySaved },
    );
  };
  return (
    <section class="stack">
      <h2 class="legend">{say.carryTitle}</h2>
      <p>{say.carryWhy}</p>
      <label class="press wide">
        <Picture name="plus" size="s" />
        <span>{say.carryTake}</span>
        <input
          type="file"
          class="sr"
          accept=".echo,application/vnd.echo+zip,application/octet-stream"
          onChange={(event) => void take(event.currentTarget)}
        />
      </label>
      <div role="status">
        {outcome && (
          <Note tone={outcome.tone} picture={outcome.tone === 'ok' ? 'oui' : 'alerte'}>
            {outcome.text}
          </Note>
        )}
      </div>
      <ul class="lines">
        {app.sync.carried.value.map((one) => (
          <li key={one.sha256}>
            <CarriedLine one={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function CarriedLine({ one }: { one: CarriedFile }) {
  const say = words.value;
  return (
    <div class="line">
      <Picture
        name={
          one.state === 'unreadable'
            ? 'alerte'
            : one.state === 'imported'
              ? 'state-received'
              : one.sent
                ? 'state-sent'
                : 'garder'
        }
      />
      <span class="grow">
        <b class="file-name">{one.name}</b>
        <span class="soft small">
          {one.records ? behindWords.value.handHolds(one.records, one.media, size(one.size, say)) : size(one.size, say)}
        </span>
        <span class="small">
          {behindWords.value.carryState(one.state ?? (one.sent ? 'received' : 'waiting'), one.kept, one.damaged)}
        </span>
      </span>
    </div>
  );
}
