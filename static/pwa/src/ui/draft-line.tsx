// A draft in a list: called after what was said in it, so that two can be distinguished.

import type { Uses } from '../app/app';
import { isStarted } from '../domain/started';
import { say as inLanguage } from '../domain/form';
import { isAside } from '../domain/aside';
import { summarise } from '../domain/summary';
import type { Draft } from '../domain/types';
import { when } from '../i18n/format';
import { words } from '../i18n/words';
import { Picture } from './picture';
import { address } from './route';

/** The drafts in which somebody has said something. */
export const begunDrafts = (app: Uses<'drafts' | 'reference'>): Draft[] =>
  app.drafts.all.value.filter(
    (one) => !isAside(one) && isStarted(one, app.reference.definition(one.instrument, one.version)),
  );

export function DraftLine({ app, draft, moment }: { app: Uses<'reference'>; draft: Draft; moment: string }) {
  const say = words.value;
  const definition = app.reference.definition(draft.instrument, draft.version);
  const place = draft.place ? app.reference.place(draft.place) : null;
  const title = definition ? inLanguage(definition.title, say.code, definition.default_language) : draft.instrument;
  const projectTitle = (id: string): string => app.reference.projects.value.find((one) => one.id === id)?.title ?? '';
  const summary = definition ? summarise(definition, draft.answers, say.code, projectTitle) : '';
  const facts = [summary && title, place?.name, when(new Date(draft.changedAt).toISOString(), moment, say)];
  return (
    <a class="line" href={address('draft', draft.id)}>
      <Picture name={definition?.picture || 'state-draft'} />
      <span class="grow">
        <b dir="auto">{summary || title}</b>
        <span class="soft small" dir="auto">
          {facts.filter(Boolean).join(' · ')}
        </span>
      </span>
      <Picture name="suivant" size="s" />
    </a>
  );
}
