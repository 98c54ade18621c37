// What is being filled in, for the screens: each change is shown at once and written beside it.

import type { Answer, Answers } from '../domain/definition';
import type { Chance } from '../domain/form';
import type { Consent, Draft, Mode } from '../domain/types';
import type { Drafts } from './app';
import type { Core } from './core';
import type { Drafting } from './drafting';
import type { Finishing } from './finishing';
import type { storeSpare } from './spares';
import { keepVoices } from './voice';

export class AppDrafts implements Drafts {
  readonly all = this.core.unsaved.changes.drafts;
  readonly unsaved = this.core.unsaved;
  readonly chance: Chance = { random: () => this.drafting.chance.random(), uuid: () => this.drafting.chance.uuid() };

  constructor(
    private readonly core: Pick<Core, 'ports' | 'state' | 'unsaved' | 'current'>,
    private readonly late: Promise<{ Finishing: typeof Finishing; storeSpare: typeof storeSpare }>,
  ) {}

  private get drafting(): Drafting {
    return this.core.current.here.drafting;
  }

  start(instrument: string): Promise<string> {
    return this.drafting.start(instrument);
  }

  correct(recordId: string): Promise<string> {
    return this.drafting.correct(recordId);
  }

  get(id: string): Draft | null {
    return this.all.value.find((one) => one.id === id) ?? null;
  }

  type(draftId: string, key: string, text: string | undefined): void {
    this.unsaved.typed(draftId, `answer ${key}`, this.drafting.answered(key, text));
  }

  typeReply(draftId: string, replyText: string): void {
    this.unsaved.typed(draftId, 'reply', () => ({ replyText }));
  }

  setAnswer(draftId: string, key: string, value: Answer | undefined): Promise<void> {
    if (value === undefined) this.unsaved.photos?.drop(draftId, key);
    return this.unsaved.change(draftId, `answer ${key}`, this.drafting.answered(key, value));
  }

  addTime(draftId: string, repeat: string, first: Answers): Promise<void> {
    return this.unsaved.divide(draftId, this.drafting.timeAdded(repeat, first));
  }

  removeTime(draftId: string, repeat: string, index: number): Promise<void> {
    return this.unsaved.divide(draftId, this.drafting.timeRemoved(repeat, index));
  }

  setPlace(draftId: string, place: string): Promise<void> {
    this.unsaved.pending.put('recent places', this.drafting.wasAt(place));
    return this.unsaved.change(draftId, 'place', () => ({ place }));
  }

  setMode(draftId: string, mode: Mode): Promise<void> {
    return this.unsaved.change(draftId, 'mode', () => ({ mode }));
  }

  setConsent(draftId: string, consent: Consent): Promise<void> {
    return this.unsaved.change(draftId, 'consent', () => ({ consent }));
  }

  async remove(id: string): Promise<void> {
    await this.drafting.delete(id);
    this.unsaved.clear(id);
  }

  async askForHelp(draftId: string): Promise<void> {
    const { syncing } = this.core.current.here;
    await this.finishing()
      .then((finishing) => finishing.askForHelp(draftId))
      .finally(() => syncing.tidy(false));
    this.sendSoon(draftId);
  }

  async confide(draftId: string, publicKey: string, sealed: Uint8Array<ArrayBuffer>): Promise<void> {
    await (await this.late).storeSpare(this.core.ports, publicKey, sealed);
    this.sendSoon(draftId);
  }

  async takeBack(recordId: string): Promise<void> {
    const draftId = await this.drafting.correct(recordId);
    await (await this.finishing()).takeBack(draftId);
    this.sendSoon(draftId);
  }

  async finish(draftId: string): Promise<string> {
    const { syncing } = this.core.current.here;
    await this.makeRecord(draftId).catch((error: unknown) =>
      syncing.tidy(false).then(() => Promise.reject(error as Error)),
    );
    void this.core.ports.device.persist().then(() => syncing.tidy(false));
    this.sendSoon(draftId);
    return draftId;
  }

  private async makeRecord(draftId: string): Promise<void> {
    const { drafts, drafting } = this.core.current.here;
    await this.unsaved.saved(draftId);
    await keepVoices(this.core.ports, drafts, drafting, draftId);
    this.unsaved.under.joined(draftId);
    await (await this.finishing()).finish(draftId);
  }

  private async finishing(): Promise<Finishing> {
    const { ports, state, current } = this.core;
    return new (await this.late).Finishing(ports, state, current.here);
  }

  /** There is a record instead of this draft. */
  private sendSoon(draftId: string): void {
    this.unsaved.clear(draftId);
    void this.core.ports.device.wakeWhenOnline();
    void this.core.current.here.syncing.chance();
  }
}
