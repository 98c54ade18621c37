// Which screen stands at which address.

import { useEffect, useLayoutEffect } from 'preact/hooks';

import type { App } from './app/app';
import { CaptureScreen } from './capture/screen';
import { DoneScreen } from './capture/done';
import { ConsentScreen } from './consent/screen';
import { EnrolScreen } from './enrol/screen';
import { HandScreen } from './hand/screen';
import { HomeScreen } from './home/screen';
import { language, words } from './i18n/words';
import { asFilter } from './outbox/model';
import { OutboxScreen } from './outbox/screen';
import { RecordScreen } from './record/screen';
import { SettingsScreen } from './settings/screen';
import { address, goInstead, route } from './ui/route';

export function Root({ app }: { app: App }) {
  const spoken = app.language.value;
  useEffect(() => {
    language.value = spoken;
    document.documentElement.lang = spoken;
  }, [spoken]);
  // Says whose screen stands: for a moment the address is already another than what is shown.
  useLayoutEffect(() => {
    document.documentElement.dataset.at = address(...route.value);
  });
  if (!app.ready.value) return <p class="starting" role="status">{words.value.starting}</p>;
  const [first, id = '', ...at] = route.value;
  if (!app.enrolment.value) return <EnrolScreen key={id} app={app} code={first === 'enrol' ? id : ''} />;
  switch (first) {
    case 'draft':
      return at[0] === 'consent' ? <ConsentScreen app={app} id={id} /> : <CaptureScreen app={app} id={id} at={at} />;
    case 'done':
      return <DoneScreen app={app} id={id} />;
    case 'outbox':
      return <OutboxScreen key={id} app={app} filter={asFilter(id)} />;
    case 'record':
      return <RecordScreen key={id} app={app} id={id} />;
    case 'hand':
      return <HandScreen app={app} />;
    case 'settings':
      return <SettingsScreen app={app} />;
    case undefined:
      return <HomeScreen app={app} />;
    default:
      return <Elsewhere />;
  }
}

/** An address that is none of ours, or an enrolment link on an enrolled phone. */
function Elsewhere() {
  useEffect(() => goInstead(), []);
  return null;
}
