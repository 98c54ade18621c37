// What is said aloud, for the screens. What was recorded of forms comes with the screens that play it; before that nothing of it
// is heard, and nothing is lost.

import { computed, signal } from '@preact/signals';

import type { Prompts, Say } from './app';
import type { Core } from './core';
import type { Prompting } from './prompting';

const NOTHING: ReadonlySet<string> = new Set();
const NO_SOUND = (): undefined => undefined;

export class AppPrompts implements Prompts {
  private readonly here = signal<Prompting | null>(null);
  readonly voices = this.core.state.voices;
  readonly language = computed(() => this.here.value?.language.value ?? null);
  readonly stored = computed(() => this.here.value?.stored.value ?? NOTHING);
  private loaded: Promise<Prompting>;
  private take: (made: Prompting) => void = () => undefined;

  constructor(private readonly core: Pick<Core, 'ports' | 'state'>) {
    this.loaded = new Promise((resolve) => (this.take = resolve));
  }

  /** They are here. */
  async arrived(made: Prompting): Promise<void> {
    await made.start();
    this.here.value = made;
    this.take(made);
  }

  listenIn = async (code: string | null): Promise<void> => (await this.loaded).listenIn(code);
  soundsOf: Prompts['soundsOf'] = (...of) => this.here.value?.soundsOf(...of) ?? NO_SOUND;
  url = async (sha256: string): Promise<string | null> => (await this.loaded).url(sha256);
  draft: Prompts['draft'] = (saying) => this.here.value?.draft(saying) ?? null;
  begin: Prompts['begin'] = async (...of) => (await this.loaded).begin(...of);
  keep = async (draftId: string): Promise<void> => (await this.loaded).keep(draftId);
  say: Say = (...what) => (this.here.value?.say ?? this.core.ports.device.sayAloud)(...what);
}
