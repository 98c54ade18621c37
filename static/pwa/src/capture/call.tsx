// Whom to call: the nearest trusted people with a button that calls them, and the helplines of the country. No network needed.

import type { Uses } from '../app/app';
import { say as inLanguage } from '../domain/form';
import { TRUSTED, above, grouped, nearest } from '../domain/trusted';
import type { TrustedPerson } from '../domain/types';
import { capital } from '../i18n/format';
import { followWords } from '../i18n/follow';
import { words } from '../i18n/words';
import { Note } from '../ui/frame';
import { Picture } from '../ui/picture';

/** The trusted people of a place. */
export function trustedAt(app: Uses<'reference' | 'people'>, place: string | null): TrustedPerson[] {
  const scope = app.people.enrolment.value?.scope;
  return nearest(
    app.reference.programme.value?.trusted,
    above(place, scope?.place_path || '', (code) => app.reference.place(code)),
  );
}

/** What is said aloud of whom to call, and what was recorded of it. */
export function spokenCall(
  app: Uses<'reference' | 'people' | 'prompts'>,
  place: string | null,
  language: string,
): { parts: string[]; sounds: (string | undefined)[] } {
  const form = app.reference.definition(TRUSTED);
  const soundOf = form ? app.prompts.soundsOf(form) : () => undefined;
  const people = trustedAt(app, place);
  const lines = people.length ? [] : app.reference.programme.value?.helplines || [];
  return {
    parts: [
      ...people.map(({ say }) => inLanguage(say, language)),
      ...lines.map(({ number, label }) => `${inLanguage(label, language)} : ${number.split('').join(' ')}`),
    ],
    sounds: [...people.map(({ id }) => soundOf(id)), ...lines.map(() => undefined)],
  };
}

/** `short`: above a question, where what can be answered must be in sight. */
export function Call({
  app,
  place,
  short = false,
}: {
  app: Uses<'reference' | 'people'>;
  place: string | null;
  short?: boolean;
}) {
  const say = followWords.value;
  const language = words.value.code;
  const people = trustedAt(app, place);
  const lines = short && people.length ? [] : app.reference.programme.value?.helplines || [];
  return (
    <div class="stack">
      {people.map((one) => (
        <Person key={one.id} one={one} app={app} short={short} />
      ))}
      {!people.length && !lines.length && <Note picture="personne">{say.doorNobody}</Note>}
      {lines.length > 0 && (
        <section class="stack" aria-labelledby="lines">
          <h2 class="legend" id="lines">
            {people.length ? say.doorAlso : say.doorLines}
          </h2>
          {lines.map(({ number, label, picture }) => (
            <a
              key={number}
              class={people.length ? 'press wide line-call' : 'press main big wide line-call'}
              href={`tel:${number}`}
            >
              <Picture name={picture || 'telephone'} size="s" />
              <span class="grow">{inLanguage(label, language)}</span>
              <b>{grouped(number)}</b>
            </a>
          ))}
        </section>
      )}
    </div>
  );
}

function Person({ app, one, short }: { app: Uses<'reference'>; one: TrustedPerson; short: boolean }) {
  const say = followWords.value;
  const language = words.value.code;
  const names = app.reference.programme.value?.language_names || {};
  const spoken = one.languages.map((code) => inLanguage(names[code], language) || code);
  return (
    <section class="card trusted">
      <div class="ask">
        <Picture name="personne" />
        <div class="grow">
          <h2>{one.name}</h2>
          {inLanguage(one.role, language) && <p class="soft">{capital(inLanguage(one.role, language))}</p>}
        </div>
      </div>
      <a class="press main big wide" href={`tel:${one.phone}`}>
        <Picture name="telephone" size="s" />
        <span>{say.doorCall}</span>
      </a>
      <p class="number">{grouped(one.phone)}</p>
      {!short && inLanguage(one.hours, language) && <p>{inLanguage(one.hours, language)}</p>}
      {!short && spoken.length > 0 && <p class="soft small">{say.doorSpeaks(spoken.join(', '))}</p>}
      {!short && one.example && (
        <p class="soft small">
          <b>{say.doorExample}</b>
        </p>
      )}
    </section>
  );
}
