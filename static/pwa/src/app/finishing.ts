// A draft becomes a record: the moment it can no longer be lost. At the danger door it becomes a call for help, with no answer.

import { ConsentError } from '../domain/failure';
import { isAside } from '../domain/aside';
import { makeBody, makeCall, makeEntry, makeWithdrawal } from '../domain/making';
import { newCode } from '../domain/spoken';
import { summarise } from '../domain/summary';
import { coarser } from '../domain/trusted';
import type { Body, Draft, Enrolment, Entry } from '../domain/types';
import { missesConsent } from '../domain/uses';
import type { FinishedDraft } from '../storage/drafts';
import { sizeOf } from '../sync/outbox';
import { noSpace } from './drafting';
import type { Ports } from './ports';
import type { Session } from './session';
import type { State } from './state';

/** What is stored of an entry beside itself. */
interface Beside {
  at: number;
  summary: string;
  /** Nothing will ever be answered to it. */
  unanswered: boolean;
}

export class Finishing {
  constructor(
    private readonly ports: Pick<Ports, 'now' | 'random'>,
    private readonly state: State,
    private readonly session: Pick<Session, 'drafts' | 'drafting'>,
  ) {}

  /** Makes the draft a record. Whoever asks twice gets the same record. Rejects with ConsentError when it holds a photo or a
   * voice that was not agreed to. */
  async finish(draftId: string): Promise<void> {
    await this.replace(draftId, (draft) => this.record(draft));
    if (!this.state.latest(draftId)) throw new Error(`no draft ${draftId}`);
  }

  /** Makes a draft at the danger door a call for help: a record of its own. */
  askForHelp(draftId: string): Promise<void> {
    return this.replace(draftId, (draft) => this.call(draft));
  }

  /** Makes a draft that corrects a record the revision that takes it back. */
  takeBack(draftId: string): Promise<void> {
    return this.replace(draftId, async (draft) => {
      const at = this.ports.now();
      const body = makeWithdrawal(draft, this.enrolment, new Date(at));
      return this.stored(await makeEntry(draft.id, draft.rev, body), body, { at, summary: '', unanswered: false });
    });
  }

  /** In one step: the entry is there and the draft is gone, or neither. */
  private async replace(draftId: string, made: (draft: Draft) => Promise<FinishedDraft>): Promise<void> {
    const { drafts } = this.session;
    for (;;) {
      const draft = await drafts.get(draftId);
      if (!draft) break; // asked twice
      if (await drafts.finish(draft, await made(draft)).catch(noSpace)) break;
    }
    await this.state.changed(['drafts', 'entries']);
  }

  private async record(draft: Draft): Promise<FinishedDraft> {
    const { programme, language, projects } = this.state;
    const definition = this.state.definition(draft.instrument, draft.version);
    if (!definition || !draft.consent) throw new Error('not ready to finish');
    const at = this.ports.now();
    const code = draft.rev > 1 ? draft.code : newCode(this.ports.random(6));
    const body = { ...makeBody(draft, definition, this.enrolment, new Date(at)), ...(code ? { code } : {}) };
    if (missesConsent(body, programme.value)) throw new ConsentError();
    const projectTitle = (id: string): string => projects.value.find((one) => one.id === id)?.title ?? '';
    const summary = summarise(definition, body.answers, language.value, projectTitle);
    return this.stored(await makeEntry(draft.id, draft.rev, body), body, { at, summary, unanswered: isAside(draft) });
  }

  private async call(draft: Draft): Promise<FinishedDraft> {
    const { places, programme, language } = this.state;
    const { drafting } = this.session;
    const { enrolment } = this;
    const door = drafting.doorOf(draft);
    if (!door) throw new Error('not at the danger door');
    const at = this.ports.now();
    const body = makeCall(draft, {
      door: door.name,
      enrolment,
      place: coarser(draft.place, enrolment.scope.place, (code) => places.value.get(code)),
      consentVersion: programme.value?.consent.version ?? '1',
      language: language.value,
      at: new Date(at),
    });
    return this.stored(await makeEntry(drafting.newId(), 1, body), body, { at, summary: '', unanswered: true });
  }

  private get enrolment(): Enrolment {
    const { value } = this.state.enrolment;
    if (!value) throw new Error('not enrolled');
    return value;
  }

  private async stored(entry: Entry, body: Body, { at, summary, unanswered }: Beside): Promise<FinishedDraft> {
    const { id, rev, digest } = entry;
    const { instrument, instrument_version: version, place, media } = body;
    const { bytes: item } = await this.session.drafting.sealer().entry(entry);
    return {
      head: {
        id,
        rev,
        finishedAt: at,
        size: sizeOf(entry.body),
        sentAt: null,
        position: null,
        safe: false,
        outcome: null,
        faults: [],
        media: media.map(({ sha256, type, bytes }) => ({ sha256, type, bytes })),
        ...(unanswered ? { unanswered } : {}),
      },
      content: {
        digest,
        body: entry.body,
        instrument,
        version,
        place,
        summary,
        media,
        code: body.code,
        ...(body.danger ? { danger: true } : {}),
      },
      item: item.buffer,
    };
  }
}
