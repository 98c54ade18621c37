// Recording the questions of forms: language, form, part. Each part is one screen: its words, a microphone, keep.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import type { Definition } from '../domain/definition';
import { say as inLanguage } from '../domain/form';
import { SOUND } from '../domain/prompt';
import { TRUSTED } from '../domain/trusted';
import { minuteBytes } from '../domain/thrift';
import { capital } from '../i18n/format';
import { behindWords } from '../i18n/behind';
import { words } from '../i18n/words';
import { Frame, Heading, Note, Press } from '../ui/frame';
import { Sound } from '../ui/media';
import { Picture } from '../ui/picture';
import { address, back, goInstead, route } from '../ui/route';
import { Voice } from '../ui/voice';
import { have, lines, nextMissing } from './model';
import type { Line } from './model';

/** `at`: the language, the form, the part, as far as they are chosen. */
export function PromptsScreen({
  app,
  at,
}: {
  app: Uses<'drafts' | 'reference' | 'media' | 'prompts' | 'thrift'>;
  at: string[];
}) {
  const [language, instrument, part] = at;
  const definition = instrument && app.reference.definition(instrument);
  if (!language) return <Languages app={app} />;
  if (!definition) return <Forms app={app} language={language} />;
  const all = lines(definition, app.prompts.soundsOf(definition, language), words.value.code);
  const line = all.find((one) => one.part === part);
  if (!line) return <Parts {...{ app, language, definition, all }} />;
  return <Record {...{ app, language, definition, all, line }} />;
}

const nameOf = (app: Uses<'reference'>, language: string): string =>
  inLanguage(app.reference.programme.value?.language_names?.[language], words.value.code) || language;

function Languages({ app }: { app: Uses<'reference'> }) {
  const say = behindWords.value;
  const languages = app.reference.programme.value?.languages ?? [];
  return (
    <Frame title={say.promptsTitle} back={() => back('settings')}>
      <p>{say.promptsWhy}</p>
      <h2 class="legend">{say.promptsIn}</h2>
      {!languages.length && <Note picture="alerte">{say.promptsNone}</Note>}
      <ul class="lines">
        {languages.map((code) => (
          <Row key={code} to={[code]} picture="parler" title={capital(nameOf(app, code))} />
        ))}
      </ul>
    </Frame>
  );
}

function Row({
  to,
  picture,
  title,
  children,
}: {
  to: string[];
  picture: string;
  title: string;
  children?: ComponentChildren;
}) {
  return (
    <li>
      <a class="line" href={address('prompts', ...to)}>
        <Picture name={picture} />
        <span class="grow">
          <b dir="auto">{title}</b>
          {children && <span class="soft small">{children}</span>}
        </span>
        <Picture name="suivant" size="s" />
      </a>
    </li>
  );
}

function Forms({ app, language }: { app: Uses<'reference' | 'prompts'>; language: string }) {
  const say = words.value;
  const trusted = app.reference.definition(TRUSTED);
  const counted = [...app.reference.instruments.value, ...(trusted ? [trusted] : [])].map((form) => ({
    form,
    all: lines(form, app.prompts.soundsOf(form, language), say.code),
  }));
  return (
    <Frame title={capital(nameOf(app, language))} back={() => back('prompts')}>
      <p>{behindWords.value.promptsWhy}</p>
      <ul class="lines">
        {counted.map(({ form, all }) => (
          <Row key={form.name} to={[language, form.name]} picture={form.picture || 'autre'} title={titleOf(form)}>
            {behindWords.value.promptsHave(have(all), all.length)}
          </Row>
        ))}
      </ul>
    </Frame>
  );
}

const titleOf = (form: Definition): string => inLanguage(form.title, words.value.code, form.default_language);

interface Chosen {
  app: Uses<'drafts' | 'reference' | 'media' | 'prompts' | 'thrift'>;
  language: string;
  definition: Definition;
  all: Line[];
}

function Parts({ app, language, definition, all }: Chosen) {
  const say = behindWords.value;
  const begun = (line: Line): boolean =>
    !!app.prompts.draft({ instrument: definition.name, part: line.part, language })?.answers[SOUND];
  const state = (line: Line): [string, string] =>
    begun(line)
      ? ['alerte', say.promptBegun]
      : line.sound
        ? ['state-accepted', say.promptDone]
        : ['parler', say.promptMissing];
  return (
    <Frame title={titleOf(definition)} back={() => back('prompts', language)}>
      <p>
        {capital(nameOf(app, language))} · {say.promptsHave(have(all), all.length)}
      </p>
      <ul class="lines">
        {all.map((line) => {
          const [picture, text] = state(line);
          return (
            <Row key={line.part} to={[language, definition.name, line.part]} picture={picture} title={line.words}>
              {text}
            </Row>
          );
        })}
      </ul>
    </Frame>
  );
}

function Record({ app, language, definition, all, line }: Chosen & { line: Line }) {
  const say = behindWords.value;
  const [recording, setRecording] = useState(false);
  const [failed, setFailed] = useState(false);
  const saying = { instrument: definition.name, part: line.part, language };
  const draft = app.prompts.draft(saying);
  const made = draft?.answers[SOUND] as string | undefined;
  const leave = (): void => back('prompts', language, definition.name);
  const onward = (): void => {
    const next = nextMissing(all, line.part);
    if (next) goInstead('prompts', language, definition.name, next);
    else leave();
  };
  const keep = async (): Promise<void> => {
    const here = route.value;
    try {
      if (draft && made) await app.prompts.keep(draft.id);
      if (route.value === here) onward(); // who has left meanwhile is not fetched back
    } catch {
      setFailed(true);
    }
  };
  const foot =
    made && !recording ? (
      <Press kind="main" big wide picture="state-accepted" onClick={() => void keep()}>
        {say.promptKeep}
      </Press>
    ) : (
      <Press big wide after="suivant" disabled={recording} onClick={onward}>
        {say.promptNext}
      </Press>
    );
  return (
    <Frame
      title={
        <span class="grow soft small">
          {titleOf(definition)} · {nameOf(app, language)}
        </span>
      }
      back={leave}
      foot={foot}
    >
      {line.of && (
        <p class="soft small">
          {say.promptAnswers} {line.of}
        </p>
      )}
      <Heading>{line.words}</Heading>
      <p>
        {say.promptSay(nameOf(app, language))}. {say.promptPublic}
      </p>
      {failed && (
        <Note tone="stop" picture="alerte">
          {say.promptFault}
        </Note>
      )}
      {!made && !recording && line.sound && <Now app={app} sound={line.sound} />}
      <Voice
        label={line.words}
        sha256={made}
        url={(sha256) => app.media.url(sha256)}
        start={async () => app.media.startVoice(await app.prompts.begin(saying, line.words), SOUND)}
        onSaved={() => undefined}
        onErase={() => draft && void app.drafts.remove(draft.id).catch(() => undefined)} // it is in sight still
        onLive={(stop) => setRecording(!!stop)}
        minute={minuteBytes(app.thrift.voiceRate.value)}
      />
    </Frame>
  );
}

/** What everyone hears until a new recording is saved. */
function Now({ app, sound }: { app: Uses<'prompts'>; sound: string }) {
  const say = behindWords.value;
  return (
    <section class="card">
      <h2 class="legend">{say.promptNow}</h2>
      <Sound key={sound} sha256={sound} url={(sha256) => app.prompts.url(sha256)} label={say.promptNow} />
      <p class="hint small">{app.prompts.stored.value.has(sound) ? say.promptAgain : say.promptNowAway}</p>
    </section>
  );
}
