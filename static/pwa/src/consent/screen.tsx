// The agreement: read aloud, each use by itself, each one refusable; then the record is finished.

import { useEffect, useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import { faults, say as inLanguage } from '../domain/form';
import type { Consent, ConsentScope, Mode, Programme } from '../domain/types';
import { behindWords } from '../i18n/behind';
import { allWords as words } from '../i18n/behind';
import { Choice, Tile } from '../ui/choice';
import { Discard } from '../ui/discard';
import { useDraft } from '../ui/draft';
import { answerAt } from '../domain/answers';
import type { Editing } from '../ui/draft';
import { Frame, IconButton, Note, Press } from '../ui/frame';
import { Picture } from '../ui/picture';
import { useSaysNothing } from '../ui/reply';
import { back, goInstead } from '../ui/route';
import { ConsentError } from '../domain/failure';
import { screenOf, screens } from '../domain/screens';
import { MissedNote, UnsavedNote } from '../ui/unsaved';
import { consentOf, readiness, refusedMedia, scopesFor, settled, usualWay } from './model';

const MODES: Mode[] = ['alone', 'assisted', 'group'];
const WAYS: Consent['given_by'][] = ['oral', 'tick', 'group'];
const MODE_PICTURES = { alone: 'personne', assisted: 'rumeur', group: 'groupe' };
const WAY_PICTURES = { oral: 'parler', tick: 'accord', group: 'groupe' };

export function ConsentScreen({ app, id }: { app: Uses<'drafts' | 'records' | 'reference' | 'settings'>; id: string }) {
  const editing = useDraft(app, id);
  const programme = app.reference.programme.value;
  useEffect(() => {
    if (!editing) goInstead();
    else if (editing.walked.door) goInstead('draft', id, 'door');
  }, [!editing]);
  return editing && programme ? <Agreement app={app} editing={editing} programme={programme} /> : null;
}

function Agreement({
  app,
  editing,
  programme,
}: {
  app: Uses<'drafts' | 'records'>;
  editing: Editing;
  programme: Programme;
}) {
  const { draft, walked, answers, language } = editing;
  const media = walked.nodes
    .filter((node) => (node.type === 'image' || node.type === 'audio') && answerAt(answers, node.key) !== undefined)
    .map((node) => ({ question: node.key, kind: node.type }));
  const scopes = scopesFor(
    programme,
    media.map((each) => each.kind),
  );
  const [consent, setConsent] = useState(() =>
    consentOf(draft, programme, { language, kinds: media.map((each) => each.kind) }),
  );
  const [mode, setMode] = useState(draft.mode);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const [failed, setFailed] = useState(false);
  const say = words.value;
  const ready = readiness(scopes, consent.uses);
  const silent = useSaysNothing(app, editing);

  const { unsaved } = app.drafts;
  const keep = (next: Consent): void => {
    if (busy) return; // what is shown is what is finished
    setConsent(next);
    void app.drafts.setConsent(draft.id, next).catch(() => undefined); // the notice says so
  };
  const choose = (next: Mode): void => {
    if (busy) return;
    setMode(next);
    void app.drafts.setMode(draft.id, next).catch(() => undefined);
    keep({ ...consent, given_by: usualWay(next) });
  };
  const finish = async (): Promise<void> => {
    setAsked(true);
    if (ready !== 'ready') return;
    if (silent) return goInstead('draft', draft.id, 'review');
    setBusy(true);
    setFailed(false);
    if (unsaved.making(draft.id).length) {
      // What comes of it may add a question: the person finishes when they have seen it.
      setWaiting(true);
      await unsaved.made(draft.id).catch(() => undefined);
      setWaiting(false);
      return setBusy(false);
    }
    try {
      const refused = refusedMedia(consent.uses, media);
      for (const question of refused) await app.drafts.setAnswer(draft.id, question, undefined);
      const left = Object.fromEntries(Object.entries(answers).filter(([question]) => !refused.includes(question)));
      if (refused.length && faults(left, editing.walked).length) return goInstead('draft', draft.id, 'review');
      await app.drafts.setConsent(draft.id, { ...consent, language, uses: settled(programme, consent.uses) });
      goInstead('done', await app.drafts.finish(draft.id));
    } catch (reason) {
      await app.drafts.setConsent(draft.id, consent).catch(() => undefined); // what was not asked stays open
      setBusy(false);
      setFailed(!(reason instanceof ConsentError) && !unsaved.fault(draft.id));
    }
  };

  const foot = (
    <>
      <IconButton big name="arriere" label={say.back} onClick={() => back('draft', draft.id, 'review')} />
      <Press
        {...(ready === 'ready' ? { kind: 'main' as const } : {})}
        big
        after="oui"
        disabled={busy}
        onClick={() => void finish()}
      >
        {busy ? say.finishing : say.finish}
      </Press>
    </>
  );
  return (
    <Frame title={say.consentTitle} foot={foot}>
      <p class="hint">{say.consentRead}</p>
      <p class="promise">{inLanguage(programme.consent.text, language)}</p>
      <div class="stack">
        {scopes.map((scope) => (
          <Scope
            key={scope.name}
            scope={scope}
            language={language}
            agreed={consent.uses[scope.name]}
            missing={asked && consent.uses[scope.name] === undefined}
            onSay={(yes) => keep({ ...consent, uses: { ...consent.uses, [scope.name]: yes } })}
          />
        ))}
      </div>
      {ready === 'refused' && (
        <>
          <Note tone="stop" picture="alerte">
            {say.consentKeepNeeded}
          </Note>
          <Discard only app={app} draftId={draft.id} label={say.discardBack} />
        </>
      )}
      {asked && ready === 'unsaid' && (
        <Note tone="warn" picture="alerte">
          {say.consentMissing}
        </Note>
      )}
      <UnsavedNote app={app} draftId={draft.id} waiting={waiting} />
      <MissedNote app={app} draftId={draft.id} screenOf={(question) => screenOf(screens(walked), question)} />
      {failed && (
        <Note tone="stop" picture="alerte">
          {behindWords.value.finishFault}
        </Note>
      )}
      <section>
        <h2 class="legend" id="mode">
          {say.modeTitle}
        </h2>
        <Choice
          labelledBy="mode"
          name="mode"
          options={MODES.map((name) => ({ name, label: say.modes[name], picture: MODE_PICTURES[name] }))}
          chosen={[mode]}
          onChoose={(all) => choose(all[0] as Mode)}
        />
      </section>
      <section>
        <h2 class="legend" id="way">
          {say.consentHow}
        </h2>
        <Choice
          labelledBy="way"
          name="way"
          options={WAYS.map((name) => ({ name, label: say.consentBy[name], picture: WAY_PICTURES[name] }))}
          chosen={[consent.given_by]}
          onChoose={(all) => keep({ ...consent, given_by: all[0] as Consent['given_by'] })}
        />
      </section>
    </Frame>
  );
}

interface ScopeProps {
  scope: ConsentScope;
  language: string;
  agreed: boolean | undefined;
  missing: boolean;
  onSay: (yes: boolean) => void;
}

function Scope({ scope, language, agreed, missing, onSay }: ScopeProps) {
  const say = words.value;
  const title = `scope-${scope.name}`;
  const refused =
    agreed === false && (scope.name === 'photo' || scope.name === 'voice') ? say.mediaRefused[scope.name] : '';
  return (
    <div class="scope">
      <div class="ask">
        {scope.picture && <Picture name={scope.picture} />}
        <div class="grow">
          <h2 id={title}>{inLanguage(scope.label, language)}</h2>
          <p class="hint small">{inLanguage(scope.hint, language)}</p>
        </div>
      </div>
      <div class="yesno" role="radiogroup" aria-labelledby={title}>
        <Tile
          flat
          group={title}
          name="yes"
          label={say.yes}
          picture="oui"
          on={agreed === true}
          onPress={() => onSay(true)}
        />
        <Tile
          flat
          group={title}
          name="no"
          label={say.no}
          picture="non"
          on={agreed === false}
          onPress={() => onSay(false)}
        />
      </div>
      {missing && (
        <p class="fault" role="alert">
          <Picture name="alerte" size="s" />
          {say.consentUnsaid}
        </p>
      )}
      {refused && (
        <p class="hint small" role="status">
          {refused}
        </p>
      )}
    </div>
  );
}
