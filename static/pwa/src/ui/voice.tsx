// Speaking an answer: one large button, the time, the loudness; then listening to it and doing it again. What has been
// said is on the disk while it is being said, so leaving or a dead battery loses a second at most.

import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';

import { CaptureError } from '../app/app';
import type { Recording } from '../app/app';
import { length, size } from '../i18n/format';
import { words } from '../i18n/words';
import { Note, Press } from './frame';
import { Sound } from './media';
import type { MediaUrl } from './media';
import { Picture } from './picture';

interface Props {
  label: string;
  /** The SHA-256 of what is kept. */
  kept: string | undefined;
  url: MediaUrl;
  start: () => Promise<Recording>;
  onKept: (sha256: string) => void;
  onErase: () => void;
  /** Told what ends the recording while there is one, so that the screen can end it before it goes on. */
  onLive: (stop: (() => Promise<void>) | null) => void;
  /** What a minute of it weighs, in bytes. */
  minute: number;
}

export function Voice({ label, kept, url, start, onKept, onErase, onLive, minute }: Props) {
  const [live, setLive] = useState<Recording | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const running = useRef<(() => Promise<void>) | null>(null);
  const halt = (): void => void running.current?.().catch(() => undefined); // what is wrong is said already
  useEffect(() => halt, []);

  const end = (stop: (() => Promise<void>) | null): void => {
    running.current = stop;
    onLive(stop);
  };
  const begin = async (): Promise<void> => {
    setBusy(true);
    setFault('');
    try {
      const recording = await start();
      const stop = async (): Promise<void> => {
        end(null);
        setLive(null);
        try {
          onKept((await recording.stop()).sha256);
        } catch (reason) {
          setFault(inWords(reason));
          throw reason;
        }
      };
      end(stop);
      setLive(recording);
    } catch (reason) {
      setFault(inWords(reason));
    }
    setBusy(false);
  };

  const say = words.value;
  if (live) return <Live recording={live} onStop={halt} />;
  return (
    <div class="voice">
      {fault && <Note tone="warn" picture="alerte">{fault}</Note>}
      {kept ? (
        <>
          <p class="state ok">
            <Picture name="state-accepted" size="s" />
            <span>{say.mediaCount.voice}</span>
          </p>
          <Sound sha256={kept} url={url} label={label} />
          <div class="pair">
            <Press picture="refaire" disabled={busy} onClick={() => void begin()}>{say.redo}</Press>
            <Press picture="state-erased" onClick={onErase}>{say.erase}</Press>
          </div>
        </>
      ) : (
        <>
          <button type="button" class="round" aria-label={`${say.record} : ${label}`} disabled={busy} onClick={() => void begin()}>
            <Picture name="parler" />
          </button>
          <p>{say.recordHint} <span class="soft small">{say.voiceMinute(size(minute, say))}</span></p>
        </>
      )}
    </div>
  );
}

function Live({ recording, onStop }: { recording: Recording; onStop: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const say = words.value;
  return (
    <div class="voice">
      <button ref={button} type="button" class="round live" aria-label={say.recordStop} onClick={onStop}>
        <Picture name="arreter" />
      </button>
      <Clock seconds={recording.seconds} />
      <Level level={recording.level} />
      <p role="status">{say.recording}</p>
    </div>
  );
}

const Clock = ({ seconds }: { seconds: ReadonlySignal<number> }) => <p class="clock">{length(seconds.value * 1000)}</p>;

const Level = ({ level }: { level: ReadonlySignal<number> }) => (
  <div class="level" aria-hidden="true">
    <i style={{ transform: `scaleX(${Math.min(1, level.value)})` }} />
  </div>
);

function inWords(reason: unknown): string {
  const code = reason instanceof CaptureError ? reason.code : 'unsupported';
  if (code === 'no-permission') return words.value.micRefused;
  return code === 'no-space' ? words.value.noSpace : words.value.micNone;
}
