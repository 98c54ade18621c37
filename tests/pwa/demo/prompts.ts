// A phone on which nobody has recorded anything, and which speaks for itself.

import { signal } from '@preact/signals';

import type { Prompts } from '../../../static/pwa/src/app/app';
import type { World } from './world';

export class DemoPrompts implements Prompts {
  readonly language = signal<string | null>(null);
  readonly stored = signal<ReadonlySet<string>>(new Set());
  readonly voices = signal<readonly string[]>([]);
  /** What the phone was made to say aloud; each part takes a moment. */
  readonly aloud: string[] = [];

  constructor({ voices = [] }: World) {
    this.voices.value = voices;
  }

  listenIn = async (code: string | null): Promise<void> => void (this.language.value = code);
  soundsOf = () => () => undefined;
  url = async (): Promise<null> => null;
  draft = (): null => null;
  begin = async (): Promise<string> => '';
  keep = async (): Promise<void> => undefined;

  say(parts: readonly string[], _language: string, onPart: (index: number) => void): () => void {
    let at = -1;
    let timer = 0;
    const next = (): void => {
      at += 1;
      onPart(at < parts.length ? at : -1);
      if (at >= parts.length) return;
      this.aloud.push(parts[at] as string);
      timer = window.setTimeout(next, 220);
    };
    next();
    return () => {
      clearTimeout(timer);
      onPart(-1);
    };
  }
}
