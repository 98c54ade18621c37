// The card of a record's code, to be given: drawn on this phone, without a network.

import { useEffect, useRef, useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import { followAddress, followLink } from '../device/address';
import { canShare, save, share } from '../device/files';
import { pairs } from '../domain/spoken';
import type { RecordView } from '../domain/types';
import { fullDay } from '../i18n/day';
import { followWords } from '../i18n/follow';
import { allWords as words } from '../i18n/behind';
import { useCode } from '../ui/code';
import { Frame, Note, Press } from '../ui/frame';
import { now } from '../ui/now';
import { back } from '../ui/route';
import { draw } from './drawing';
import type { Card } from './drawing';

export function CardScreen({ app, id }: { app: Uses<'records' | 'reference'>; id: string }) {
  const say = words.value;
  const texts = followWords.value;
  const code = useCode(app, id);
  const record = app.records.all.value.find((each) => each.id === id);
  return (
    <Frame title={texts.cardTitle} back={() => back('record', id)}>
      {!record && <p>{say.recordGone}</p>}
      {record && code && <Shown record={record} code={code} />}
      {record && code === null && <Note picture="question">{texts.codeNone}</Note>}
    </Frame>
  );
}

function Shown({ record, code }: { record: RecordView; code: string }) {
  const say = words.value;
  const texts = followWords.value;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [file, setFile] = useState<Blob | null>(null);
  const [state, setState] = useState<'making' | 'made' | 'failed' | 'saved'>('making');
  const card = cardOf(record, code);
  useEffect(() => {
    const surface = canvas.current as HTMLCanvasElement;
    try {
      draw(surface, card);
      surface.toBlob((blob) => {
        setFile(blob);
        setState(blob ? 'made' : 'failed');
      }, 'image/png');
    } catch {
      setState('failed');
    }
  }, [code, record.state, say.code]);
  const given = file ? [{ name: `echo-${code}.png`, file }] : [];
  return (
    <>
      <canvas
        ref={canvas}
        class="shown-card"
        role="img"
        aria-label={texts.cardAlt(pairs(code).join(' '), say.states[record.state])}
        hidden={state === 'failed'}
      />
      <p class="soft">{texts.cardWhy}</p>
      <div role="status">
        {state === 'failed' && (
          <Note tone="warn" picture="alerte">
            {texts.cardFailed}
          </Note>
        )}
        {state === 'saved' && (
          <Note tone="ok" picture="oui">
            {texts.cardSaved}
          </Note>
        )}
      </div>
      {file && (
        <div class="stack">
          {canShare(given) && (
            <Press kind="main" wide big picture="envois" onClick={() => void share(given, texts.cardTitle)}>
              {texts.cardShare}
            </Press>
          )}
          <Press
            kind={canShare(given) ? undefined : 'main'}
            wide
            big
            picture="garder"
            onClick={() => {
              save(given);
              setState('saved');
            }}
          >
            {texts.cardSave}
          </Press>
        </div>
      )}
    </>
  );
}

function cardOf(record: RecordView, code: string): Card {
  const say = words.value;
  const texts = followWords.value;
  return {
    code,
    state: record.state,
    title: texts.cardAsk,
    stateWord: say.states[record.state],
    day: texts.cardOn(fullDay(now(), say)),
    how: texts.cardHow,
    or: texts.cardOr,
    address: followAddress(),
    link: followLink(code),
  };
}
