// Every record on this phone with its state; drafts above.

import { useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import { say as inLanguage } from '../domain/form';
import type { Draft, RecordView } from '../domain/types';
import { when } from '../i18n/format';
import { allWords as words } from '../i18n/behind';
import { DraftLine, begunDrafts } from '../ui/draft-line';
import { Sure } from '../ui/discard';
import { Frame, IconButton, Press } from '../ui/frame';
import { now } from '../ui/now';
import { Picture } from '../ui/picture';
import { address, back, goInstead } from '../ui/route';
import { StateMark } from '../ui/state';
import type { ShownState } from '../domain/states';
import { FILTERS, PAGE, listed, more } from './model';
import type { Filter } from './model';

export function OutboxScreen({ app, filter }: { app: Uses<'drafts' | 'records' | 'reference'>; filter: Filter }) {
  const [shown, setShown] = useState(PAGE);
  const say = words.value;
  const records = listed(app.records.all.value, filter);
  const drafts = filter === 'all' || filter === 'here' ? begunDrafts(app) : [];
  const left = more(records.length, shown);
  return (
    <Frame title={say.outboxTitle} back={() => back()}>
      <div class="chips" role="group" aria-label={say.outboxTitle}>
        {FILTERS.map((each) => (
          <button
            key={each}
            type="button"
            class="press chip"
            aria-pressed={each === filter}
            onClick={() => goInstead('outbox', each)}
          >
            {say.filters[each]}
          </button>
        ))}
      </div>
      <p class="soft" role="status">
        {[drafts.length && say.draftCount(drafts.length), records.length && say.outboxCount(records.length)]
          .filter(Boolean)
          .join(' · ') || emptiness(app, filter)}
      </p>
      <ul class="lines">
        {drafts.map((draft) => (
          <li key={`draft-${draft.id}`}>
            <DraftRow app={app} draft={draft} />
          </li>
        ))}
        {records.slice(0, shown).map((record) => (
          <li key={record.id}>
            <Row app={app} href={address('record', record.id)} {...ofRecord(record)} />
          </li>
        ))}
      </ul>
      {app.records.erased.value > 0 && (
        <p class="soft" role="status">
          {say.erasedCount(app.records.erased.value)}
        </p>
      )}
      {left > 0 && (
        <Press wide onClick={() => setShown(shown + left)}>
          {say.showMore(left)}
        </Press>
      )}
      <a class="press wide after" href={address('hand')}>
        <Picture name="hors-ligne" size="s" />
        <span>{say.handLink}</span>
      </a>
    </Frame>
  );
}

interface RowData {
  instrument: string;
  place: string | null;
  summary: string;
  state: ShownState;
  at: number;
}

/** Why a list is empty: another may hold something. */
const emptiness = (app: Uses<'records'>, filter: Filter): string =>
  app.records.all.value.length ? words.value.outboxEmpty[filter] : words.value.outboxNone;

/** A draft can be thrown away from the list, once one is sure. */
function DraftRow({ app, draft }: { app: Uses<'drafts' | 'reference'>; draft: Draft }) {
  const say = words.value;
  const [asked, setAsked] = useState(false);
  return (
    <>
      <div class="row">
        <DraftLine app={app} draft={draft} moment={now()} />
        <IconButton name="state-erased" label={say.discard} onClick={() => setAsked(!asked)} />
      </div>
      {asked && <Sure onNo={() => setAsked(false)} onYes={() => void app.drafts.remove(draft.id)} />}
    </>
  );
}

const ofRecord = (record: RecordView): RowData => ({ ...record, at: record.finishedAt });

function Row({ app, href, instrument, place, summary, state, at }: RowData & { app: Uses<'reference'>; href: string }) {
  const definition = app.reference.definition(instrument);
  const title = definition ? inLanguage(definition.title, words.value.code, definition.default_language) : instrument;
  const where = place ? app.reference.place(place)?.name || place : '';
  return (
    <a class="line" href={href}>
      <Picture name={definition?.picture || 'autre'} />
      <span class="grow">
        <b dir="auto">{summary || title}</b>
        <span class="soft small">
          {where ? `${where} · ` : ''}
          {when(new Date(at).toISOString(), now(), words.value)}
        </span>
        <StateMark state={state} />
      </span>
      <Picture name="suivant" size="s" />
    </a>
  );
}
