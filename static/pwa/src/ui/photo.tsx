// A photo: take one or choose one, look at it, do it again.

import { useEffect, useState } from 'preact/hooks';

import { CaptureError } from '../app/app';
import { allWords as words } from '../i18n/behind';
import { Note, Press } from './frame';
import { Shot } from './media';
import type { MediaUrl } from './media';
import { Picture } from './picture';

interface Props {
  label: string;
  sha256: string | undefined;
  url: MediaUrl;
  attach: (file: Blob) => Promise<string>;
  /** One is being made already, begun before this screen was come back to. */
  making: boolean;
  /** It is made, and the notice says why it is not on the disk. */
  unsaved: boolean;
  onSaved: (sha256: string) => void;
  onErase: () => void;
  /** False when there is no room for another: better said before the picture is taken. */
  fits: boolean;
  /** Looks anew how much room there is. */
  lookForRoom: () => Promise<void>;
}

/** How often a phone that is full is looked at again: the person may be making room. */
const LOOK_MS = 3000;

export function PhotoField({
  label,
  sha256: photo,
  url,
  attach,
  making,
  unsaved,
  onSaved,
  onErase,
  fits,
  lookForRoom,
}: Props) {
  const [taking, setBusy] = useState(false);
  const busy = taking || making;
  const [fault, setFault] = useState('');
  const take = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    input.value = '';
    if (!file) return;
    setBusy(true);
    setFault('');
    try {
      onSaved(await attach(file));
    } catch (reason) {
      setFault(faultText(reason));
    }
    setBusy(false);
  };
  useEffect(() => {
    if (fits) return undefined;
    const timer = setInterval(() => void lookForRoom(), LOOK_MS);
    return () => clearInterval(timer);
  }, [fits]);
  const say = words.value;
  return (
    <div class="stack">
      {fault && !unsaved && (
        <Note tone="warn" picture="alerte">
          {fault}
        </Note>
      )}
      {busy && !unsaved && <p role="status">{say.photoBusy}</p>}
      {photo && !busy && <Shot sha256={photo} url={url} alt={`${say.photoAlt} : ${label}`} />}
      {!fits && !photo && (
        <Note tone="stop" picture="alerte">
          {say.noRoomForPhoto}
        </Note>
      )}
      {photo && !busy ? (
        <div class="pair">
          {fits && (
            <FileButton picture="refaire" camera onFile={take}>
              {say.redo}
            </FileButton>
          )}
          <Press picture="state-erased" onClick={onErase}>
            {say.erase}
          </Press>
        </div>
      ) : (
        fits && (
          <>
            <FileButton picture="photo" camera large onFile={take}>
              {say.takePhoto}
            </FileButton>
            <FileButton picture="galerie" onFile={take}>
              {say.choosePhoto}
            </FileButton>
          </>
        )
      )}
    </div>
  );
}

/** Why there is no photo. Who took another one meanwhile, or went on without, knows. */
function faultText(reason: unknown): string {
  const code = reason instanceof CaptureError ? reason.code : '';
  if (code === 'given-up') return '';
  if (code === 'no-space') return words.value.noSpace;
  return code === 'timeout' ? words.value.photoSlow : words.value.photoFault;
}

interface FileProps {
  picture: string;
  camera?: boolean;
  large?: boolean;
  onFile: (input: HTMLInputElement) => Promise<void>;
  children: string;
}

/** The browser's own file button, dressed: a label over an input out of sight. */
function FileButton({ picture, camera, large, onFile, children }: FileProps) {
  return (
    <label class={large ? 'press main file big wide shoot' : 'press file wide'}>
      <input
        class="sr"
        type="file"
        accept="image/*"
        {...(camera ? { capture: 'environment' } : {})}
        onChange={(event) => void onFile(event.currentTarget)}
      />
      <i class="ring" />
      <Picture name={picture} {...(large ? { size: 'l' as const } : { size: 's' as const })} />
      <span>{children}</span>
    </label>
  );
}
