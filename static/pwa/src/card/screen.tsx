// The card of a record's code, to be given: drawn on this phone, without a network.

import { useEffect, useRef, useState } from 'preact/hooks';

import type { App } from '../app/app';
import { followAddress, followLink } from '../device/address';
import { canShare, save, share } from '../device/files';
import { pairs } from '../domain/spoken';
import type { RecordView } from '../domain/types';
import { fullDay } from '../i18n/format';
import { words } from '../i18n/words';
import { useCode } from '../ui/code';
import { Frame, Note, Press } from '../ui/frame';
import { now } from '../ui/now';
import { back } from '../ui/route';
import { draw } from './drawing';
import type { Card } from './drawing';

export function CardScreen({ app, id }: { app: App; id: string }) {
  const say = words.value;
  const code = useCode(id);
  const record = app.records.value.find((each) => each.id === id);
  return (
    <Frame title={say.cardTitle} back={() => back('record', id)}>
      {record ? code && <Shown record={record} code={code} /> : <p>{say.recordGone}</p>}
    </Frame>
  );
}

function Shown({ record, code }: { record: RecordView; code: string }) {
  const say = words.value;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [file, setFile] = useState<Blob | null>(null);
  const [state, setState] = useState<'making' | 'made' | 'failed' | 'saved'>('making');
  const card = cardOf(record, code);
  useEffect(() => {
    const surface = canvas.current as HTMLCanvasElement;
    try {
      draw(surface, card);
      surface.toBlob((blob) => { setFile(blob); setState(blob ? 'made' : 'failed'); }, 'image/png');
    } catch {
      setState('failed');
    }
  }, [code, record.state, say.code]);
  const given = file ? [{ name: `echo-${code}.png`, file }] : [];
  return (
    <>
      <canvas ref={canvas} class="shown-card" role="img" aria-label={say.cardAlt(pairs(code).join(' '), say.states[record.state])} hidden={state === 'failed'} />
      <p class="soft">{say.cardWhy}</p>
      <div role="status">
        {state === 'failed' && <Note tone="warn" picture="alerte">{say.cardFailed}</Note>}
        {state === 'saved' && <Note tone="ok" picture="oui">{say.cardSaved}</Note>}
      </div>
      {file && (
        <div class="stack">
          {canShare(given) && <Press kind="main" wide big picture="envois" onClick={() => void share(given, say.cardTitle)}>{say.cardShare}</Press>}
          <Press kind={canShare(given) ? undefined : 'main'} wide big picture="garder" onClick={() => { save(given); setState('saved'); }}>{say.cardSave}</Press>
        </div>
      )}
    </>
  );
}

function cardOf(record: RecordView, code: string): Card {
  const say = words.value;
  return {
    code, state: record.state, title: say.cardAsk, stateWord: say.states[record.state], day: say.cardOn(fullDay(now(), say)), how: say.cardHow, or: say.cardOr,
    address: followAddress(), link: followLink(code),
  };
}
