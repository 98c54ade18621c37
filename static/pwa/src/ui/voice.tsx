// Speaking an answer: one large button, the time, the loudness; then listening to it and doing it again. What has been
// said is on the disk while it is being said, so leaving or a dead battery loses a second at most.

import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';

import { CaptureError } from '../app/app';
import type { Recording, VoiceEnd, SavedVoice } from '../app/app';
import { length, size } from '../i18n/format';
import { allWords as words } from '../i18n/behind';
import { Note, Press } from './frame';
import { Sound } from './media';
import type { MediaUrl } from './media';
import { Picture } from './picture';

interface Props {
  label: string;
  /** The SHA-256 of what is saved. */
  sha256: string | undefined;
  url: MediaUrl;
  start: () => Promise<Recording>;
  onSaved: (sha256: string) => void;
  onErase: () => void;
  /** Gets what ends the recording while there is one, so that the screen can end it before it goes on. */
  onLive: (stop: (() => Promise<void>) | null) => void;
  /** What a minute of it weighs, in bytes. */
  minute: number;
}

export function Voice({ label, sha256: voice, url, start, onSaved, onErase, onLive, minute }: Props) {
  const [live, setLive] = useState<Recording | null>(null);
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState<VoiceNote>(NOTHING);
  const running = useRef<(() => Promise<void>) | null>(null);
  const halt = (): void => void running.current?.().catch(() => undefined); // what is wrong is said already
  useEffect(() => halt, []);

  const end = (stop: (() => Promise<void>) | null): void => {
    running.current = stop;
    onLive(stop);
  };
  const begin = async (): Promise<void> => {
    setBusy(true);
    setNote(NOTHING);
    try {
      const recording = await start();
      const finish = async (): Promise<void> => {
        setLive(null);
        setBusy(true);
        try {
          const made = await recording.stop();
          setNote(ofEnd(made));
          onSaved(made.sha256);
        } catch (reason) {
          setNote({ ...NOTHING, fault: inWords(reason, !!voice) });
          throw reason;
        } finally {
          setBusy(false);
          if (running.current === stop) end(null);
        }
      };
      // Whoever goes on while it ends waits for the same end.
      let finishing: Promise<void> | null = null;
      const stop = (): Promise<void> => (finishing ??= finish());
      end(stop);
      setLive(recording);
      // It may end without anybody's touch: a call, a full phone, ten minutes.
      void recording.ended.then(() => running.current === stop && halt());
    } catch (reason) {
      setNote({ ...NOTHING, fault: inWords(reason, !!voice) });
    }
    setBusy(false);
  };

  const say = words.value;
  if (live) return <Live recording={live} onStop={halt} />;
  return (
    <div class="voice">
      {note.fault && (
        <Note tone="warn" picture="alerte">
          {note.fault}
        </Note>
      )}
      {voice ? (
        <>
          <p class="state ok">
            <Picture name="state-accepted" size="s" />
            <span>{note.seconds === null ? say.mediaCount.voice : say.voiceSaved(length(note.seconds * 1000))}</span>
          </p>
          <Sound sha256={voice} url={url} label={label} />
          <div class="pair">
            <Press picture="refaire" disabled={busy} onClick={() => void begin()}>
              {say.redo}
            </Press>
            <Press
              picture="state-erased"
              onClick={() => {
                setNote(NOTHING);
                onErase();
              }}
            >
              {say.erase}
            </Press>
          </div>
        </>
      ) : (
        <>
          <button
            type="button"
            class="round"
            aria-label={`${say.record} : ${label}`}
            disabled={busy}
            onClick={() => void begin()}
          >
            <Picture name="parler" />
          </button>
          <p>
            {say.recordHint} <span class="soft small">{say.voiceMinute(size(minute, say))}</span>
          </p>
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
      <div role="status">
        {recording.silent.value ? (
          <Note tone="warn" picture="alerte">
            {say.voiceSilent}
          </Note>
        ) : (
          <p>{say.recording}</p>
        )}
      </div>
    </div>
  );
}

const Clock = ({ seconds }: { seconds: ReadonlySignal<number> }) => <p class="clock">{length(seconds.value * 1000)}</p>;

const Level = ({ level }: { level: ReadonlySignal<number> }) => (
  <div class="level" aria-hidden="true">
    <i style={{ transform: `scaleX(${Math.min(1, level.value)})` }} />
  </div>
);

interface VoiceNote {
  fault: string;
  /** Of the voice that was just saved; null when it was saved before. */
  seconds: number | null;
}

const NOTHING: VoiceNote = { fault: '', seconds: null };

function ofEnd({ why, seconds }: SavedVoice): VoiceNote {
  const say = words.value;
  const unasked: Partial<Record<VoiceEnd, string>> = say.voiceEnded;
  const because = unasked[why];
  return { seconds, fault: because ? `${because} ${say.voiceSeconds(seconds)} ${say.voiceAgain}` : '' };
}

/** Why nothing became the answer. `before`: an earlier voice stays it. */
function inWords(reason: unknown, before: boolean): string {
  const say = words.value;
  const { code, seconds } = reason instanceof CaptureError ? reason : new CaptureError('unsupported');
  const nothing = before ? say.voiceBefore : say.voiceNothing;
  switch (code) {
    case 'no-permission':
      return say.micRefused;
    case 'too-short':
      return `${say.voiceTooShort} ${nothing}`;
    case 'no-sound':
      return `${say.voiceNoSound} ${nothing}`;
    case 'no-space':
      return seconds ? say.voiceFull(seconds) : say.noSpace;
    case 'not-kept':
      return seconds ? say.voiceStays(seconds) : `${say.voiceEnded['not-kept']} ${nothing}`;
    default:
      return say.micNone;
  }
}
