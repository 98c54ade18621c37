// The words that only screens behind the first one say, in the person's language.

import { computed } from '@preact/signals';

import { behindEn } from './behind-en';
import { behindFr } from './behind-fr';
import type { BehindWords } from './behind-fr';
import type { Words } from './fr';
import { words } from './words';

export const behindWords = computed(() => (words.value.code === 'en' ? behindEn : behindFr));

export type AllWords = Words & BehindWords;

/** For the screens behind the first one, which say both. */
export const allWords = computed<AllWords>(() => ({ ...words.value, ...behindWords.value }));
