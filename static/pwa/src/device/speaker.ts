// The phone's own voice. Only one that is on the phone counts: one that asks a network first would be silent in the
// village, and would send a stranger what is asked here.

/** A way to be quiet at once. */
export type Hush = () => void;

const localVoice = (language: string): SpeechSynthesisVoice | undefined =>
  window.speechSynthesis
    ?.getVoices()
    .find((voice) => voice.localService && voice.lang.slice(0, 2).toLowerCase() === language.slice(0, 2));

/** The languages (two letters) that this phone says aloud by itself, now and whenever that changes: some browsers find
 * their voices late. */
export function onVoices(report: (languages: string[]) => void): void {
  const synthesis = window.speechSynthesis;
  if (!synthesis) return;
  const look = (): void => {
    const local = synthesis.getVoices().filter((voice) => voice.localService);
    report(Array.from(new Set(local.map((voice) => voice.lang.slice(0, 2).toLowerCase()))));
  };
  synthesis.addEventListener?.('voiceschanged', look);
  look();
}

/** Says one after the other; `onPart` hears which one begins, and -1 at the end. What was being said before stops. */
export function sayAloud(parts: readonly string[], language: string, onPart: (index: number) => void): Hush {
  const synthesis = window.speechSynthesis;
  const voice = localVoice(language);
  if (!synthesis || !voice) return () => undefined;
  synthesis.cancel();
  let quiet = false;
  const end = (): void => {
    if (!quiet) onPart(-1);
    quiet = true;
  };
  const from = (index: number): void => {
    if (quiet) return;
    if (index >= parts.length) return end();
    const utterance = new SpeechSynthesisUtterance(parts[index]);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.onstart = () => !quiet && onPart(index);
    utterance.onend = () => from(index + 1);
    utterance.onerror = end;
    synthesis.speak(utterance);
  };
  from(0);
  return () => {
    end();
    synthesis.cancel();
  };
}
