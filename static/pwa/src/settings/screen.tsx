// Language, whose phone it is, the month's data, the memory, the version.

import type { Uses } from '../app/app';
import { say as inLanguage } from '../domain/form';
import { MAY_RECORD } from '../domain/roles';
import { capital, size } from '../i18n/format';
import { LANGUAGES } from '../i18n/words';
import { allWords as words } from '../i18n/behind';
import { Choice, Tile } from '../ui/choice';
import { Frame, Note, Press } from '../ui/frame';
import { install, installable } from '../ui/install';
import { Picture } from '../ui/picture';
import { address, back, go } from '../ui/route';
import { DataSection } from './data';
import { usedPart } from './model';

export function SettingsScreen({
  app,
}: {
  app: Uses<'reference' | 'sync' | 'people' | 'prompts' | 'thrift' | 'settings'>;
}) {
  const say = words.value;
  const enrolment = app.people.enrolment.value;
  const storage = app.settings.storage.value;
  const part = usedPart(storage);
  const bytes = (count: number | null): string => (count === null ? say.waiting : size(count, say));
  return (
    <Frame title={say.settingsTitle} back={() => back()}>
      <section>
        <h2 class="legend" id="language">
          {say.languageTitle}
        </h2>
        <Choice
          labelledBy="language"
          name="language"
          options={LANGUAGES.map((each) => ({ name: each.code, label: each.ownName }))}
          chosen={[say.code]}
          onChoose={(all) => void app.settings.setLanguage(all[0] as string)}
        />
      </section>
      {installable.value && (
        <Press wide picture="plus" onClick={() => void install()}>
          {say.install}
        </Press>
      )}
      {enrolment && (
        <section>
          <h2 class="legend">{say.whoTitle}</h2>
          <dl class="facts card">
            <div>
              <dt>{say.person}</dt>
              <dd dir="auto">{enrolment.person.name}</dd>
            </div>
            <div>
              <dt>{say.programme}</dt>
              <dd>{inLanguage(enrolment.programme.name, say.code)}</dd>
            </div>
            <div>
              <dt>{say.scope}</dt>
              <dd>{enrolment.scope.place_name}</dd>
            </div>
          </dl>
        </section>
      )}
      <section>
        <h2 class="legend">{say.pinTitle}</h2>
        <a class="press wide" href={address('pin')}>
          <Picture name="cadenas" size="s" />
          <span>{say.pinChange}</span>
        </a>
      </section>
      <Listening app={app} />
      {(app.prompts.voices.value.includes(say.code) ||
        app.prompts.stored.value.size > 0 ||
        app.prompts.language.value !== null) && (
        <section>
          <h2 class="legend" id="ear">
            {say.earTitle}
          </h2>
          <Tile
            several
            flat
            group="ear-first"
            name="on"
            label={say.earFirst}
            picture="ecouter"
            on={app.settings.earFirst.value}
            onPress={() => void app.settings.setEarFirst(!app.settings.earFirst.value)}
          />
          <p class="hint small">{say.earFirstHint}</p>
        </section>
      )}
      {enrolment && MAY_RECORD.includes(enrolment.person.role) && (
        <Press wide picture="parler" onClick={() => go('prompts')}>
          {say.recordVoices}
        </Press>
      )}
      <DataSection app={app} />
      <section>
        <h2 class="legend">{say.storageTitle}</h2>
        <dl class="facts card">
          <div>
            <dt>{say.storageUsed}</dt>
            <dd>{bytes(storage.usedBytes)}</dd>
          </div>
          <div>
            <dt>{say.storageFree}</dt>
            <dd>{bytes(storage.freeBytes)}</dd>
          </div>
        </dl>
        {part !== null && (
          <div class="meter after" aria-hidden="true">
            <i style={{ width: `${Math.max(1, part * 100)}%` }} />
          </div>
        )}
        <div class="after">
          {storage.persisted ? (
            <Note tone="ok" picture="state-safe">
              {say.storageSafe}
            </Note>
          ) : (
            <Note picture="alerte">{say.storageAtRisk}</Note>
          )}
        </div>
      </section>
      <p class="soft small">
        {say.app} · {say.appVersion} {app.settings.version}
      </p>
    </Frame>
  );
}

/** The language to listen in, apart from that of the written words: one of the programme's. */
function Listening({ app }: { app: Uses<'reference' | 'prompts'> }) {
  const say = words.value;
  const { languages = [], language_names: names = {} } = app.reference.programme.value ?? {};
  const others = languages.filter((code) => code !== say.code);
  if (!others.length) return null;
  const options = [
    { name: '', label: say.listenAsWritten },
    ...others.map((code) => ({ name: code, label: capital(inLanguage(names[code], say.code) || code) })),
  ];
  return (
    <section>
      <h2 class="legend" id="listening">
        {say.listenTitle}
      </h2>
      <Choice
        labelledBy="listening"
        name="listening"
        options={options}
        chosen={[app.prompts.language.value ?? '']}
        onChoose={([code]) => void app.prompts.listenIn(code || null)}
      />
      <p class="hint small">{say.listenHint}</p>
    </section>
  );
}
