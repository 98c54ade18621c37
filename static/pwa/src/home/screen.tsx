// The first screen: what waits for the person, one large door an instrument, the outbox at one glance.

import { useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import { isStarted } from '../domain/started';
import { isShutOut } from '../domain/failure';
import { say as inLanguage } from '../domain/form';
import { isAside } from '../domain/aside';
import { alarms } from '../domain/room';
import { size } from '../i18n/format';
import { words } from '../i18n/words';
import { DraftLine, begunDrafts } from '../ui/draft-line';
import { Heading, IconButton, Note, Press } from '../ui/frame';
import type { LateFile, LateParts } from '../ui/late';
import { now } from '../ui/now';
import { Picture } from '../ui/picture';
import { address, go } from '../ui/route';
import { glance, syncLine } from './model';
import type { Glance } from './model';

/** From here on doors stand two side by side, so that all are seen at once. */
const MANY = 4;

const SHOWN_DRAFTS = 2;

export function HomeScreen({
  app,
  late,
}: {
  app: Uses<'drafts' | 'records' | 'reference' | 'replies' | 'sync' | 'people' | 'thrift' | 'settings'>;
  late: LateFile<LateParts>;
}) {
  const say = words.value;
  const moment = now();
  const seen = glance(app.records.all.value, moment);
  const instruments = app.reference.instruments.value;
  const [fault, setFault] = useState(false);
  const parts = late.file.value;
  const failed = (): void => {
    setFault(true);
    void late.fetch(); // it has the words for it
  };
  return (
    <div class="screen">
      <header class="bar">
        <span class="brand" aria-hidden="true">
          {say.app}
        </span>
        <span class="grow soft small here">{app.people.enrolment.value?.scope.place_name}</span>
        <IconButton name="cadenas" label={say.lockNow} onClick={() => void app.people.lock()} />
        <a class="press icon bare" href={address('settings')} aria-label={say.settings}>
          <Picture name="reglages" size="s" />
        </a>
      </header>
      <main>
        <Update app={app} />
        {parts && <parts.LateNotes app={app} unstarted={fault} />}
        {!app.settings.opensOffline.value && (
          <Note tone="warn" picture="hors-ligne">
            {say.wouldNotOpen}
          </Note>
        )}
        <Calls seen={seen} />
        <Alarms app={app} seen={seen} />
        <Drafts app={app} moment={moment} />
        <Heading>{say.whatToSay}</Heading>
        {!instruments.length && (
          <Note picture="hors-ligne">
            <b>{say.noInstrument}</b>
            <p>{say.noInstrumentWhy}</p>
          </Note>
        )}
        <div class={instruments.length > MANY ? 'doors many' : 'doors'}>
          {instruments.map((instrument) => (
            <button
              key={instrument.name}
              type="button"
              class="door"
              onClick={() => void begin(app, instrument.name).then(undefined, failed)}
            >
              <Picture name={instrument.picture || 'autre'} />
              <span>{inLanguage(instrument.title, say.code, instrument.default_language)}</span>
            </button>
          ))}
        </div>
        <Outbox seen={seen} />
        <Exchange app={app} moment={moment} />
        {parts && <parts.RepliesLink app={app} />}
        <a class="press wide" href={address('follow')}>
          <Picture name="code" size="s" />
          <span>{say.followLink}</span>
        </a>
      </main>
    </div>
  );
}

/** A form in which nobody has said anything for so long is thrown away. */
const LEFT_MS = 3_600_000;

/** One at a time: on a slow phone a door is touched again before it opens. */
let opening: Promise<void> | null = null;

function begin(app: Uses<'drafts' | 'reference'>, instrument: string): Promise<void> {
  const open = async (): Promise<void> => {
    const drafts = app.drafts.all.value.filter(
      (one) => !isStarted(one, app.reference.definition(one.instrument, one.version)) && !isAside(one),
    );
    // Forms that were opened and left without a word; one of them may just be open in another window.
    for (const one of drafts.filter(({ changedAt }) => Date.now() - changedAt > LEFT_MS))
      await app.drafts.remove(one.id);
    go('draft', await app.drafts.start(instrument), 'place');
  };
  return (opening ??= open().finally(() => (opening = null)));
}

function Update({ app }: { app: Uses<'settings'> }) {
  if (!app.settings.updateReady.value) return null;
  const say = words.value;
  return (
    <Note tone="ok" picture="synchro">
      <b>{say.updateReady}</b> {say.updateWhy}
      <p>
        <button type="button" class="link" onClick={() => app.settings.applyUpdate()}>
          {say.updateNow}
        </button>
      </p>
    </Note>
  );
}

/** What the person must do something about comes first. */
function Calls({ seen }: { seen: Glance }) {
  const say = words.value;
  if (!seen.toCorrect && !seen.toCheck) return null;
  return (
    <a class="note warn call" href={address('outbox', 'correct')}>
      <Picture name="state-needs_correction" />
      <span class="grow">
        <b>{seen.toCorrect ? say.toCorrect(seen.toCorrect) : say.refused(seen.toCheck)}</b>
        {seen.toCorrect > 0 && <span class="why small">{say.toCorrectWhy}</span>}
      </span>
      <Picture name="suivant" size="s" />
    </a>
  );
}

/** What waits too long, or will not fit: said here, before it is too late. Handing records over needs no network. */
function Alarms({ app, seen }: { app: Uses<'settings'>; seen: Glance }) {
  const say = words.value;
  const { freeBytes } = app.settings.storage.value;
  return (
    <>
      {alarms(freeBytes, seen).map((alarm) => (
        <a key={alarm} class={alarm === 'full' ? 'note stop call' : 'note warn call'} href={address('hand')}>
          <Picture name="alerte" />
          <span class="grow">
            <b>
              {alarm === 'old'
                ? say.waitsLong(seen.here, seen.oldestDays ?? 0)
                : say.roomLow(size(freeBytes || 0, say))}
            </b>
            <span class="why small">{alarm === 'old' ? say.waitsLongWhy : say.roomLowWhy}</span>
          </span>
          <Picture name="suivant" size="s" />
        </a>
      ))}
    </>
  );
}

function Drafts({ app, moment }: { app: Uses<'drafts' | 'reference'>; moment: string }) {
  const all = begunDrafts(app);
  const drafts = all.slice(0, SHOWN_DRAFTS);
  if (!drafts.length) return null;
  return (
    <section>
      <h2>{words.value.goOn}</h2>
      <ul class="lines">
        {drafts.map((draft) => (
          <li key={draft.id}>
            <DraftLine app={app} draft={draft} moment={moment} />
          </li>
        ))}
      </ul>
      {all.length > drafts.length && (
        <p>
          <a class="link" href={address('outbox', 'here')}>
            {words.value.allDrafts(all.length)}
          </a>
        </p>
      )}
    </section>
  );
}

function Outbox({ seen }: { seen: Glance }) {
  const say = words.value;
  return (
    <a class="card" href={address('outbox')}>
      <span class="sr">{say.outbox}</span>
      <ul class="glance">
        <li>
          <Picture name="state-finished" size="s" />
          <b>{seen.here}</b> <span>{say.onPhone}</span>
        </li>
        <li>
          <Picture name="state-sent" size="s" />
          <b>{seen.sent}</b> <span>{say.sentCount(seen.sent)}</span>
        </li>
        <li>
          <Picture name="state-safe" size="s" />
          <b>{seen.safe}</b> <span>{say.safeCount}</span>
        </li>
      </ul>
      {seen.oldestDays !== null && <span class="oldest soft small">{say.oldest(seen.oldestDays)}</span>}
    </a>
  );
}

function Exchange({ app, moment }: { app: Uses<'sync' | 'thrift'>; moment: string }) {
  const say = words.value;
  const status = app.sync.status.value;
  const line = syncLine(status, moment, say);
  return (
    <section class="stack">
      <div role="status" class={line.tone === 'warn' ? 'note warn' : 'row sync-line'}>
        <Picture name={line.picture} size="s" />
        <span class="grow">
          {line.text}
          {line.more && <span class="soft small more">{line.more}</span>}
        </span>
      </div>
      <div class={line.running ? 'turning' : ''}>
        <Press big wide picture="synchro" disabled={line.running} onClick={() => void app.sync.now()}>
          {say.syncNow}
        </Press>
      </div>
      {isShutOut(status.reason) && !line.running && (
        <a class="press wide" href={address('rejoin')}>
          <Picture name="cadenas" size="s" />
          <span>{say.rejoinOpen}</span>
        </a>
      )}
      {status.reason === 'wifi' && !line.running && (
        <div class="row held">
          <span class="grow">{say.sendWaitingWhy}</span>
          <Press onClick={() => void app.thrift.sendWaiting()}>{say.sendWaiting}</Press>
        </div>
      )}
    </section>
  );
}
