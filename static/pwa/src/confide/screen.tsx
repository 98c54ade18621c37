// Behind the danger door: a few words to the protection officers, sealed at once. What is typed is nowhere but in this screen.

import { useState } from 'preact/hooks';

import { REPORT, padded } from '../bundle/padding';
import { seal } from '../bundle/sealing';
import { confideEn } from '../i18n/confide-en';
import { confideFr } from '../i18n/confide-fr';
import { words } from '../i18n/words';
import { Frame, Heading, IconButton, Note, Press } from '../ui/frame';
import type { ConfideProps } from '../ui/late';

const KINDS = ['abuse', 'exploitation', 'corruption', 'danger'] as const;
const NOW = ['yes', 'no', 'unknown'] as const;
/** Of any language, with what JSON adds, within what a report holds. */
const MOST_SIGNS = 2000;
const MOST_REACH = 200;

export function ConfideScreen({ publicKey, store, leave, children }: ConfideProps) {
  const say = words.value.code === 'en' ? confideEn : confideFr;
  const [kind, setKind] = useState<string>();
  const [now, setNow] = useState<string>('unknown');
  const [what, setWhat] = useState('');
  const [reach, setReach] = useState('');
  const [at, setAt] = useState<'asking' | 'busy' | 'done'>('asking');
  const [fault, setFault] = useState('');
  const send = async (): Promise<void> => {
    if (!kind) return setFault(say.choose);
    const plain = padded({ kind, now, what, reach }, REPORT.size);
    if (!plain) return setFault(say.long);
    setFault('');
    setAt('busy');
    try {
      const { bytes } = await seal(plain, publicKey, REPORT.name);
      await store(bytes);
      setWhat('');
      setReach('');
      setAt('done');
    } catch {
      setFault(say.failed);
      setAt('asking');
    }
  };
  if (at === 'done')
    return (
      <Frame
        key="done"
        foot={
          <Press kind="main" big picture="maison" onClick={leave}>
            {words.value.home}
          </Press>
        }
      >
        <Heading quiet>{say.doneTitle}</Heading>
        <p>{say.done}</p>
        {children}
      </Frame>
    );
  return (
    <Frame
      key="asking"
      side={<IconButton name="croix" label={say.leave} onClick={leave} />}
      foot={
        <>
          <Press big picture="croix" onClick={leave}>
            {say.leave}
          </Press>
          <Press kind="main" big picture="cadenas" disabled={at === 'busy'} onClick={() => void send()}>
            {say.seal}
          </Press>
        </>
      }
    >
      <Heading quiet>{say.title}</Heading>
      <p>{say.why}</p>
      <div class="stack">
        <Choice
          name="kind"
          legend={say.kind}
          value={kind}
          options={KINDS.map((one) => [one, say.kinds[one]])}
          onChoose={(one) => {
            setKind(one);
            setFault('');
          }}
        />
        <Choice name="now" legend={say.now} value={now} options={NOW.map((one) => [one, say[one]])} onChoose={setNow} />
        <form class="stack" autocomplete="off" onSubmit={(event) => event.preventDefault()}>
          <label>
            {say.what}
            <textarea
              class="field"
              rows={5}
              dir="auto"
              maxLength={MOST_SIGNS}
              value={what}
              onInput={(event) => setWhat(event.currentTarget.value)}
            />
          </label>
          <label>
            {say.reach}
            <input
              class="field"
              dir="auto"
              autocomplete="off"
              maxLength={MOST_REACH}
              value={reach}
              onInput={(event) => setReach(event.currentTarget.value)}
            />
          </label>
        </form>
      </div>
      {fault && (
        <Note tone="stop" picture="alerte">
          {fault}
        </Note>
      )}
    </Frame>
  );
}

interface ChoiceProps {
  name: string;
  legend: string;
  value: string | undefined;
  options: [string, string][];
  onChoose: (code: string) => void;
}

function Choice({ name, legend, value, options, onChoose }: ChoiceProps) {
  return (
    <fieldset class="stack">
      <legend class="legend">{legend}</legend>
      {options.map(([code, label]) => (
        <label key={code} class="press wide big line-call">
          <input type="radio" name={name} checked={value === code} onChange={() => onChoose(code)} />
          <span class="grow">{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
