// What was finished on this phone, for the screens.

import type { Body, CodeStatus } from '../domain/types';
import type { AnsweredForm, Records } from './app';
import type { Core } from './core';

export class AppRecords implements Records {
  readonly all = this.core.state.records;
  readonly erased = this.core.state.erased;

  constructor(private readonly core: Pick<Core, 'state'>) {}

  async answersOf(recordId: string): Promise<AnsweredForm | null> {
    const { state } = this.core;
    const last = state.latest(recordId);
    if (!last) return null;
    const { answers, media } = JSON.parse(last.body) as Body;
    return { definition: state.definition(last.instrument, last.version), answers, media };
  }

  statusesOf(code: string): Promise<CodeStatus[]> {
    return this.core.state.statusesOf(code);
  }
}
