// A code as people type it, and what went wrong with it in words. Pure.

import type { EnrolResult } from '../app/app';
import type { Words } from '../i18n/fr';

/** The code in a typed text: a whole link may be pasted, spaces do not count. */
export function codeIn(text: string): string {
  const link = /#enrol=([^\s&]+)/.exec(text);
  return (link ? decodeURIComponent(link[1] as string) : text).replace(/\s+/g, '');
}

export function enrolFault(result: EnrolResult, words: Words): string | null {
  if (result.ok) return null;
  const texts = words.enrolFault;
  const sentences = {
    'unknown-code': texts.unknown,
    'another-person': texts.another,
    'slow-down': texts.slow,
    offline: texts.offline,
    portal: texts.portal,
    setup: texts.setup,
    server: texts.other,
    full: texts.full,
    storage: texts.storage,
  };
  return sentences[result.reason];
}
