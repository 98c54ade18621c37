// Which screen is at which address.

import { useEffect, useLayoutEffect } from 'preact/hooks';

import type { App } from './app/app';
import type { StorageFault } from './domain/failure';
import { plainEnrolmentCode } from './domain/codes';
import { EnrolScreen } from './enrol/screen';
import { HomeScreen } from './home/screen';
import { LockScreen } from './lock/screen';
import { knows, speak, words } from './i18n/words';
import { isShutOut } from './domain/failure';
import { later } from './later';
import { asFilter } from './outbox/model';
import { Frame, Note, Press } from './ui/frame';
import { address, goInstead, route } from './ui/route';
import { restsFor } from './ui/touch';

export function Root({ app }: { app: App }) {
  const spoken = app.settings.language.value;
  const fault = app.settings.fault.value;
  useEffect(() => {
    void speak(spoken);
    document.documentElement.lang = spoken;
  }, [spoken]);
  // Not before: on a phone that keeps the app it comes at once, and took its turn before the lock.
  const ready = app.settings.ready.value && knows(spoken);
  useEffect(() => {
    if (ready) later.fetchWhenInstalled();
  }, [ready]);
  const rest = later.file.value;
  const sealsTo = app.reference.programme.value?.protection;
  useEffect(() => void (sealsTo && rest?.confiding.fetch()), [sealsTo, rest]);
  // Says whose screen is shown and takes touches: for a moment the address is already another than what is shown, and a
  // second touch of the one that led here is not taken.
  useLayoutEffect(() => {
    const shown = address(...route.value);
    const show = (): void => void (document.documentElement.dataset.at = shown);
    const rests = document.documentElement.dataset.at === shown ? 0 : restsFor(performance.now());
    if (!rests) return show();
    const timer = setTimeout(show, rests);
    return () => clearTimeout(timer);
  }, [address(...route.value)]);
  if (fault) return <Broken fault={fault} />;
  if (!ready)
    return (
      <p class="starting" role="status">
        {words.value.starting}
      </p>
    );
  const [first, id = ''] = route.value;
  // The link is what people keep: on the phone that it enrolled it leads to their profile.
  const known =
    first === 'enrol'
      ? app.people.profiles.value.find((one) => one.code && one.code === plainEnrolmentCode(id))
      : undefined;
  if (app.people.here.value === null && !known && (first === 'enrol' || !app.people.profiles.value.length))
    return <EnrolScreen key={id} app={app} code={id} />;
  // Handing over needs nobody's PIN: the phone may be the only thing that is left.
  if (app.people.here.value === null && first !== 'hand')
    return <LockScreen key={known?.id} app={app} late={later} of={known?.id} />;
  return first === undefined ? <HomeScreen app={app} late={later} /> : <Behind app={app} />;
}

/** The screens behind the first one. */
function Behind({ app }: { app: App }) {
  const [first, id = '', ...at] = route.value;
  const screens = later.file.value;
  if (!screens) return <Fetching />;
  switch (first) {
    case 'draft':
      return at[0] === 'consent' ? (
        <screens.ConsentScreen app={app} id={id} />
      ) : (
        <screens.CaptureScreen app={app} id={id} at={at} confiding={screens.confiding} />
      );
    case 'done':
      return <screens.DoneScreen app={app} id={id} />;
    case 'after':
      return <screens.HelpedScreen app={app} place={id} />;
    case 'outbox':
      return <screens.OutboxScreen key={id} app={app} filter={asFilter(id)} />;
    case 'record':
      return <screens.RecordScreen key={id} app={app} id={id} />;
    case 'card':
      return <screens.CardScreen key={id} app={app} id={id} />;
    case 'follow':
      return <screens.FollowScreen app={app} />;
    case 'hand':
      return <screens.HandScreen app={app} />;
    case 'replies':
      return <screens.RepliesScreen app={app} id={id} />;
    case 'pin':
      return <screens.PinScreen app={app} />;
    case 'prompts':
      return <screens.PromptsScreen key={route.value.join('/')} app={app} at={route.value.slice(1)} />;
    case 'enrol':
    case 'rejoin':
      // A link that somebody follows while their profile is well is meant for another.
      return first === 'rejoin' || isShutOut(app.sync.status.value.reason) ? (
        <screens.RejoinScreen key={id} app={app} code={id} />
      ) : (
        <Elsewhere />
      );
    case 'settings':
      return <screens.SettingsScreen app={app} />;
    default:
      return <Elsewhere />;
  }
}

/** Without storage there is no app to show. */
export function Broken({ fault }: { fault: StorageFault }) {
  const screens = later.file.value;
  return screens ? <screens.StorageScreen fault={fault} /> : <Fetching />;
}

function Fetching() {
  const say = words.value;
  useEffect(() => void later.fetch(), []);
  if (!later.missing.value)
    return (
      <p class="starting" role="status">
        {say.starting}
      </p>
    );
  return (
    <Frame
      title={say.app}
      back={() => goInstead()}
      foot={
        <Press kind="main" big onClick={() => location.reload()}>
          {say.tryAgain}
        </Press>
      }
    >
      <Note tone="warn" picture="hors-ligne">
        {say.restMissing}
      </Note>
    </Frame>
  );
}

/** An address that is none of ours, or an enrolment link on an enrolled phone. */
function Elsewhere() {
  useEffect(() => goInstead(), []);
  return null;
}
