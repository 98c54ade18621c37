// A phone on which nobody has recorded anything.

import { signal } from '@preact/signals';

import type { Prompts } from '../../../static/pwa/src/app/app';

export const noPrompts = (): Prompts => {
  const language = signal<string | null>(null);
  return {
    language,
    held: signal<ReadonlySet<string>>(new Set()),
    listenIn: async (code) => void (language.value = code),
    soundsOf: () => () => undefined,
    url: async () => null,
    draft: () => null,
    begin: async () => '',
    keep: async () => undefined,
  };
};
