// What places are answered, and what somebody here says to it: with the screens behind the first one.

import { computed } from '@preact/signals';

import { CONFIRMATION } from '../domain/aside';
import { placeReplies } from '../domain/place-reply';
import type { Fulfilled } from '../domain/place-reply';
import { localTime } from '../domain/record';
import type { Draft } from '../domain/types';
import type { Replies } from './app';
import type { Core } from './core';
import { Finishing } from './finishing';

export class Replying implements Replies {
  readonly all = computed(() => {
    const { placeReplies: rows, repliesSeen } = this.core.state;
    return placeReplies(rows.value, repliesSeen.value, localTime(new Date(this.core.ports.now())).slice(0, 10));
  });

  constructor(private readonly core: Pick<Core, 'ports' | 'state' | 'current'>) {}

  async markSeen(): Promise<void> {
    const { repliesSeen } = this.core.state;
    const seen = this.all.value.map((one) => one.id);
    if (seen.some((one) => !repliesSeen.value.seen?.includes(one))) await this.note({ seen });
  }

  draft(replyId: string): Draft | null {
    const mine = ({ instrument, answers }: Draft): boolean => instrument === CONFIRMATION && answers.reply === replyId;
    return this.core.state.drafts.value.find(mine) ?? null;
  }

  async begin(replyId: string): Promise<string> {
    const begun = this.draft(replyId);
    if (begun) return begun.id;
    const { drafting } = this.core.current.here;
    const id = await drafting.start(CONFIRMATION);
    await drafting.change(id, () => ({ answers: { reply: replyId }, place: null, mode: 'alone' }));
    return id;
  }

  async answer(replyId: string, fulfilled: Fulfilled, why: string): Promise<void> {
    const { ports, state, current } = this.core;
    const id = await this.begin(replyId);
    const consent = {
      version: state.programme.value?.consent.version ?? '1',
      language: state.language.value,
      given_by: 'tick' as const,
      attribution: 'anonymous' as const,
      uses: { keep: true, voice: true },
    };
    const text = why.trim();
    const { drafting, syncing } = current.here;
    await drafting.change(id, ({ answers }) => ({
      answers: { ...answers, fulfilled, ...(text ? { why: text } : {}) },
      consent,
    }));
    await new Finishing(ports, state, current.here).finish(id);
    await this.note({ answered: { ...state.repliesSeen.value.answered, [replyId]: fulfilled } });
    void ports.device.wakeWhenOnline();
    void syncing.chance();
  }

  private async note(change: Partial<typeof this.core.state.repliesSeen.value>): Promise<void> {
    const { state, current } = this.core;
    state.repliesSeen.value = { ...state.repliesSeen.value, ...change };
    await current.here.outbox.setSecret('repliesSeen', state.repliesSeen.value);
  }
}
