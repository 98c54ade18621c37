// "You said, we did": what the places of this phone are answered, to read and to hear; and whether it is so.

import { useEffect, useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import { FULFILLED, WHY_VOICE } from '../domain/place-reply';
import type { Fulfilled, PlaceReplyView } from '../domain/place-reply';
import { minuteBytes } from '../domain/thrift';
import { behindWords } from '../i18n/behind';
import { onDay } from '../i18n/format';
import { words } from '../i18n/words';
import { Frame, Heading, Note, Press } from '../ui/frame';
import { Listen } from '../ui/listen';
import { now } from '../ui/now';
import { Picture } from '../ui/picture';
import { address, back } from '../ui/route';
import { Voice } from '../ui/voice';
import { pictureOf, spokenParts } from './model';

type Parts = Uses<'replies' | 'reference' | 'prompts' | 'settings' | 'media' | 'drafts' | 'thrift'>;

/** `id`: whether that one is done is asked. */
export function RepliesScreen({ app, id }: { app: Parts; id: string }) {
  const asked = app.replies.all.value.find((one) => one.id === id);
  return asked?.ask_on ? <Ask app={app} reply={asked} /> : <All app={app} />;
}

function All({ app }: { app: Parts }) {
  const say = behindWords.value;
  const all = app.replies.all.value;
  const [fresh] = useState(() => all.filter((one) => one.isNew).map((one) => one.id));
  useEffect(() => void app.replies.markSeen().catch(() => undefined), [all.length]);
  return (
    <Frame title={say.repliesTitle} back={() => back()}>
      {!all.length && <Note picture="retour">{say.repliesNone}</Note>}
      {all.map((one) => (
        <section key={one.id} class="card stack">
          {fresh.includes(one.id) && <b>{say.replyNew}</b>}
          <Reply app={app} reply={one} />
          {one.asks && (
            <a class="press main big" href={address('replies', one.id)}>
              <Picture name="question" size="s" />
              <span>{say.replyAsk}</span>
            </a>
          )}
          {one.answered && (
            <p class="row">
              <Picture name={PICTURES[one.answered]} size="s" />
              <span class="grow">{say.replyAnswered(say.replyAnswers[one.answered])}</span>
              <a class="link" href={address('replies', one.id)}>
                {say.replyAgain}
              </a>
            </p>
          )}
        </section>
      ))}
    </Frame>
  );
}

const PICTURES: Record<Fulfilled, string> = { yes: 'oui', partly: 'avance-cours', no: 'non', unknown: 'nsp' };

/** What was heard and what was done, by the voice that came with it, else by the phone's own. */
function Reply({ app, reply }: { app: Parts; reply: PlaceReplyView }) {
  const say = behindWords.value;
  const [sound] = reply.sound ?? [];
  const missing = sound && !app.prompts.stored.value.has(sound);
  return (
    <>
      <div class="row">
        <Picture name={pictureOf(reply, app.reference.domains.value)} />
        <div class="grow">
          <h2 dir="auto">{reply.about || reply.place_label}</h2>
          <p class="soft small">
            {reply.about && `${reply.place_label} · `}
            {onDay(reply.day, now(), words.value)}
          </p>
        </div>
        <Listen
          app={app}
          parts={spokenParts(reply, say)}
          sounds={[sound]}
          language={words.value.code}
          label={words.value.listen}
          onPart={() => undefined}
        />
      </div>
      {missing && (
        <Press
          picture="ecouter"
          wide
          onClick={() => void app.prompts.url(sound).then((url) => url && URL.revokeObjectURL(url))}
        >
          {say.replyFetch}
        </Press>
      )}
      <div>
        <h3 class="legend">{say.replyHeard}</h3>
        <p dir="auto">{reply.heard}</p>
      </div>
      <div>
        <h3 class="legend">{say.replyDeed}</h3>
        <p dir="auto">{reply.deed}</p>
      </div>
    </>
  );
}

function Ask({ app, reply }: { app: Parts; reply: PlaceReplyView }) {
  const say = behindWords.value;
  const [chosen, setChosen] = useState<Fulfilled | null>(null);
  const [why, setWhy] = useState('');
  const [recording, setRecording] = useState(false);
  const [at, setAt] = useState<'asking' | 'busy' | 'failed' | 'done'>('asking');
  const draft = app.replies.draft(reply.id);
  const send = async (): Promise<void> => {
    if (!chosen) return;
    setAt('busy');
    await app.replies.answer(reply.id, chosen, why).then(
      () => setAt('done'),
      () => setAt('failed'),
    );
  };
  if (at === 'done')
    return (
      <Frame
        key="done"
        foot={
          <Press kind="main" big wide picture="maison" onClick={() => back()}>
            {words.value.home}
          </Press>
        }
      >
        <div class="card hero">
          <Picture name="merci" size="xl" />
          <Heading quiet>{say.replyThanks}</Heading>
          <p>{say.replyThanksWhy}</p>
        </div>
      </Frame>
    );
  const foot = chosen && (
    <Press kind="main" big wide picture="envois" disabled={recording || at === 'busy'} onClick={() => void send()}>
      {say.replySend}
    </Press>
  );
  return (
    <Frame title={say.repliesTitle} back={() => back('replies')} foot={foot || undefined}>
      <section class="card stack">
        <Reply app={app} reply={reply} />
      </section>
      <div class="row">
        <div class="grow">
          <Heading>{say.replyAsk}</Heading>
        </div>
        <Listen
          app={app}
          parts={[say.replyAsk, ...FULFILLED.map((one) => say.replyAnswers[one])]}
          language={words.value.code}
          onPart={() => undefined}
        />
      </div>
      {at === 'failed' && (
        <Note tone="stop" picture="alerte">
          {say.promptFault}
        </Note>
      )}
      <div class="stack" role="radiogroup" aria-label={say.replyAsk}>
        {FULFILLED.map((one) => (
          <button
            key={one}
            type="button"
            role="radio"
            class={chosen === one ? 'press big wide main' : 'press big wide'}
            aria-checked={chosen === one}
            onClick={() => setChosen(one)}
          >
            <Picture name={PICTURES[one]} />
            <span>{say.replyAnswers[one]}</span>
          </button>
        ))}
      </div>
      {chosen && (
        <section class="stack">
          <h2 class="legend">{say.replyWhy}</h2>
          <Voice
            label={say.replyWhy}
            sha256={draft?.answers[WHY_VOICE] as string | undefined}
            url={(sha256) => app.media.url(sha256)}
            start={async () => app.media.startVoice(await app.replies.begin(reply.id), WHY_VOICE)}
            onSaved={() => undefined}
            onErase={() => draft && void app.drafts.remove(draft.id).catch(() => undefined)} // it is in sight still
            onLive={(stop) => setRecording(!!stop)}
            minute={minuteBytes(app.thrift.voiceRate.value)}
          />
          <label class="stack">
            <span>{say.replyWrite}</span>
            <textarea
              class="field"
              dir="auto"
              rows={3}
              maxLength={1000}
              value={why}
              onInput={(event) => setWhy(event.currentTarget.value)}
            />
          </label>
          <p class="hint small">{say.replyConsent}</p>
        </section>
      )}
    </Frame>
  );
}
