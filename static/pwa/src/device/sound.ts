// Playing a recording that is on the phone.

import type { Hush } from './speaker';

interface Callbacks {
  onStart(): void;
  onEnd(): void;
  /** The browser cannot play it, or does not let a page speak before it was touched. */
  onFail(): void;
}

/** Plays what is at an object's address, and revokes the address at the end. Hushed, it reports nothing more. */
export function playSound(address: string, { onStart, onEnd, onFail }: Callbacks): Hush {
  const audio = new Audio(address);
  let over = false;
  const end = (report: () => void): void => {
    if (over) return;
    over = true;
    URL.revokeObjectURL(address);
    report();
  };
  audio.onplaying = () => !over && onStart();
  audio.onended = () => end(onEnd);
  audio.onerror = () => end(onFail);
  audio.play().catch(() => end(onFail));
  return () => {
    audio.pause();
    end(() => undefined);
  };
}
