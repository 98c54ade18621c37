// A stored photo or voice, shown or played from the phone's own storage.

import { useEffect, useState } from 'preact/hooks';

export type MediaUrl = (sha256: string) => Promise<string | null>;

/** The address of a stored medium while the component is mounted; null until it is there. */
export function useMedia(sha256: string | undefined, url: MediaUrl): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    let made: string | null = null;
    setAddress(null);
    if (sha256) {
      void url(sha256).then((found) => {
        made = found;
        if (gone && found) URL.revokeObjectURL(found);
        else setAddress(found);
      });
    }
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [sha256]);
  return address;
}

export function Shot({ sha256, url, alt }: { sha256: string; url: MediaUrl; alt: string }) {
  const address = useMedia(sha256, url);
  return address ? <img class="shot" src={address} alt={alt} /> : <div class="shot" style={{ height: '9rem' }} />;
}

export function Sound({ sha256, url, label }: { sha256: string; url: MediaUrl; label: string }) {
  const address = useMedia(sha256, url);
  return address ? (
    <audio
      class="wide"
      controls
      preload="metadata"
      src={address}
      aria-label={label}
      onLoadedMetadata={(event) => findLength(event.currentTarget)}
    />
  ) : null;
}

/** What was recorded piece by piece does not say how long it is; a browser that is sent to its end finds out. */
function findLength(sound: HTMLAudioElement): void {
  if (Number.isFinite(sound.duration)) return;
  const found = (): void => {
    if (!Number.isFinite(sound.duration)) return;
    sound.removeEventListener('durationchange', found);
    sound.currentTime = 0;
  };
  sound.addEventListener('durationchange', found);
  sound.currentTime = 1e7;
}
