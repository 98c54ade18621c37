// What places are answered, over plain memory.

import { computed, signal } from '@preact/signals';

import type { Replies } from '../../../static/pwa/src/app/app';
import { placeReplies } from '../../../static/pwa/src/domain/place-reply';
import type { Fulfilled, RepliesSeen } from '../../../static/pwa/src/domain/place-reply';
import type { World } from './world';

export class DemoReplies implements Replies {
  private readonly of = signal<RepliesSeen>({ seen: [], answered: {} });
  readonly all = computed(() => placeReplies(this.world.replies ?? [], this.of.value, new Date().toISOString()));

  constructor(private readonly world: World) {}

  markSeen = async (): Promise<void> => {
    this.of.value = { ...this.of.value, seen: this.all.value.map((one) => one.id) };
  };
  draft = (): null => null;
  begin = async (): Promise<string> => '';
  answer = async (replyId: string, fulfilled: Fulfilled): Promise<void> => {
    this.of.value = { ...this.of.value, answered: { ...this.of.value.answered, [replyId]: fulfilled } };
  };
}
