// Which records are listed, how many at once. Pure; stays quick with thousands.

import type { RecordView } from '../domain/types';

export type Filter = 'all' | 'here' | 'sent' | 'correct';

export const FILTERS: readonly Filter[] = ['all', 'here', 'sent', 'correct'];

export const PAGE = 30;

const KEEPS: Record<Filter, (record: RecordView) => boolean> = {
  all: () => true,
  here: (record) => record.sentAt === null,
  sent: (record) => record.sentAt !== null,
  correct: (record) => record.needsCorrection,
};

export const asFilter = (word: string | undefined): Filter => FILTERS.find((each) => each === word) || 'all';

export const listed = (records: readonly RecordView[], filter: Filter): RecordView[] => records.filter(KEEPS[filter]);

/** How many more a press shows. */
export const more = (all: number, shown: number): number => Math.min(PAGE, Math.max(0, all - shown));
