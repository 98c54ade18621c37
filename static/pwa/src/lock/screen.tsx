// The phone in nobody's hands: who has a place here, each behind a PIN, and what waits to be sent for them.

import { useEffect, useState } from 'preact/hooks';

import type { ProfileView, StorageFault, SyncReason, Uses } from '../app/app';
import { faultOf } from '../domain/failure';
import type { SIGNS } from '../domain/signs';
import { when } from '../i18n/format';
import { words } from '../i18n/words';
import { Frame, Heading, Note, Press } from '../ui/frame';
import type { LateFile, LateParts } from '../ui/late';
import { elapsed, now } from '../ui/now';
import { Picture } from '../ui/picture';
import { PinPad } from '../ui/pin';
import { address } from '../ui/route';
import { pinText, waiting, reasonText } from './model';

const signName = (picture: string): string => words.value.signs[picture as (typeof SIGNS)[number]] ?? '';

/** `of`: whose place is asked for. */
export function LockScreen({
  app,
  late,
  of,
}: {
  app: Uses<'sync' | 'people'>;
  late: LateFile<LateParts>;
  of?: string | undefined;
}) {
  const profiles = app.people.profiles.value;
  const [chosen, setChosen] = useState(of ?? (profiles.length === 1 ? profiles[0]?.id : undefined));
  const profile = profiles.find((one) => one.id === chosen);
  if (profile)
    return <Locked key={profile.id} app={app} late={late} profile={profile} onBack={() => setChosen(undefined)} />;
  const say = words.value;
  return (
    <div class="screen">
      <header class="bar">
        <span class="brand" aria-hidden="true">
          {say.app}
        </span>
      </header>
      <main>
        <Heading>{say.lockTitle}</Heading>
        <div class="signs">
          {profiles.map((one) => (
            <button key={one.id} type="button" class="press sign" onClick={() => setChosen(one.id)}>
              <Picture name={one.picture} size="l" label={signName(one.picture)} />
              {one.unsent + one.media > 0 && (
                <span class="count">
                  {one.unsent || one.media}
                  <span class="sr"> {say.lockToSend}</span>
                </span>
              )}
            </button>
          ))}
          <a class="press sign" href={address('enrol')} aria-label={say.lockNew}>
            <Picture name="plus" size="l" />
          </a>
        </div>
        <Waiting app={app} />
      </main>
    </div>
  );
}

/** Somebody's profile, before it is opened. */
function Locked({
  app,
  late,
  profile,
  onBack,
}: {
  app: Uses<'sync' | 'people'>;
  late: LateFile<LateParts>;
  profile: ProfileView;
  onBack: () => void;
}) {
  const say = words.value;
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [lost, setLost] = useState(false);
  const [fault, setFault] = useState<StorageFault | null>(null);
  const moment = useClock(profile.openAt);
  const open = async (pin: string): Promise<void> => {
    setBusy(true);
    try {
      const opened = await app.people.unlock(profile.id, pin);
      if (!opened.ok) setTried(!opened.fault);
      setFault((!opened.ok && opened.fault) || null);
    } catch (error) {
      setFault(faultOf(error));
    } finally {
      setBusy(false);
    }
  };
  if (fault)
    return (
      <Unopened app={app} late={late} profile={profile} fault={fault} onBack={() => setFault(null)} onGone={onBack} />
    );
  if (lost) return <Lost app={app} profile={profile} onBack={() => setLost(false)} onGone={onBack} />;
  return (
    <Frame back={onBack} side={<Picture name="cadenas" />}>
      <div class="hero">
        <Picture name={profile.picture} size="xl" label={signName(profile.picture)} />
      </div>
      <Heading id="pin-asks">{say.pinAsk}</Heading>
      <PinPad
        labelledBy="pin-asks"
        disabled={busy || profile.openAt > moment}
        fault={busy ? '' : pinText(tried, profile.openAt, moment, say)}
        onPin={(pin) => void open(pin)}
      />
      <p role="status" class="soft">
        {busy ? say.pinOpening : ''}
      </p>
      <Waiting app={app} />
      <button type="button" class="link" onClick={() => setLost(true)}>
        {say.pinLost}
      </button>
    </Frame>
  );
}

interface UnopenedProps {
  app: Uses<'people'>;
  late: LateFile<LateParts>;
  profile: ProfileView;
  fault: StorageFault;
  onBack: () => void;
  onGone: () => void;
}

/** The PIN was right, and there is nothing to open, or nothing that this app can read. */
function Unopened({ app, late, profile, fault, onBack, onGone }: UnopenedProps) {
  const say = words.value;
  const parts = late.file.value;
  useEffect(() => void late.fetch(), []);
  const remove = async (): Promise<void> => {
    if ((await app.people.remove(profile.id)) === 'gone') onGone();
  };
  return (
    <Frame title={say.pinTitle} back={onBack}>
      <div class="hero">
        <Picture name={profile.picture} size="xl" label={signName(profile.picture)} />
      </div>
      {parts ? <parts.StorageNote fault={fault} place /> : <p role="status">{say.starting}</p>}
      {fault === 'gone' && (
        <>
          <a class="press main wide" href={address('enrol')}>
            <Picture name="plus" size="s" />
            <span>{say.lockNew}</span>
          </a>
          <Press kind="stop" wide picture="state-erased" onClick={() => void remove()}>
            {say.removeTitle}
          </Press>
        </>
      )}
    </Frame>
  );
}

/** A PIN that was forgotten: what is safe all the same, and what to do. */
function Lost({
  app,
  profile,
  onBack,
  onGone,
}: {
  app: Uses<'people'>;
  profile: ProfileView;
  onBack: () => void;
  onGone: () => void;
}) {
  const say = words.value;
  const remove = async (): Promise<void> => {
    if ((await app.people.remove(profile.id)) === 'gone') onGone();
  };
  const later = profile.removableAt !== null && profile.removableAt > Date.parse(now());
  return (
    <Frame title={say.pinLost} back={onBack}>
      <div class="hero">
        <Picture name={profile.picture} size="xl" label={signName(profile.picture)} />
      </div>
      <Note tone="ok" picture="state-safe">
        {say.lostSafe}
      </Note>
      <p>{say.lostNew}</p>
      <a class="press wide" href={address('enrol')}>
        <Picture name="plus" size="s" />
        <span>{say.lockNew}</span>
      </a>
      <h2 class="legend">{say.removeTitle}</h2>
      {profile.unsafe > 0 ? (
        <Note picture="attendre">{say.removeNotYet(profile.unsafe)}</Note>
      ) : later ? (
        <Note picture="attendre">
          {say.removeLater(when(new Date(profile.removableAt as number).toISOString(), now(), say))}
        </Note>
      ) : (
        <>
          <p>{say.removeWhy(profile.drafts)}</p>
          <Press kind="stop" wide picture="state-erased" onClick={() => void remove()}>
            {say.removeGo}
          </Press>
        </>
      )}
    </Frame>
  );
}

/** What waits here for the network, whoever it is of. It needs nobody's PIN. */
function Waiting({ app }: { app: Uses<'sync' | 'people'> }) {
  const say = words.value;
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<SyncReason | null>(null);
  const count = waiting(app.people.profiles.value) + app.people.stray.value.unsent;
  const media = app.people.profiles.value.reduce((sum, one) => sum + one.media, 0) + app.people.stray.value.media;
  if (!count && !media) return null;
  const send = async (): Promise<void> => {
    setBusy(true);
    setWhy(await app.sync.sendLocked());
    setBusy(false);
  };
  return (
    <section class="stack">
      <Note picture="state-finished">
        {count ? say.lockWaits(count) : say.lockMedia(media)} {say.lockGoes(count || media)}
      </Note>
      <p role="status" class="soft">
        {busy ? say.syncSending(count) : reasonText(why, say)}
      </p>
      <Press wide picture="synchro" disabled={busy} onClick={() => void send()}>
        {say.lockSend}
      </Press>
      <a class="press wide" href={address('hand')}>
        <Picture name="hors-ligne" size="s" />
        <span>{say.handLink}</span>
      </a>
    </section>
  );
}

/** The page's own clock, until so much has passed. */
function useClock(until: number): number {
  const [now, setNow] = useState(elapsed());
  useEffect(() => {
    setNow(elapsed());
    if (until <= elapsed()) return undefined;
    const timer = setInterval(() => setNow(elapsed()), 1000);
    return () => clearInterval(timer);
  }, [until]);
  return now;
}
