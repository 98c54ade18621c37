// The words that only screens behind the first one say, in the person's language.

import { computed } from '@preact/signals';

import { behindEn } from './behind-en';
import { behindFr } from './behind-fr';
import { words } from './words';

export const behindWords = computed(() => (words.value.code === 'en' ? behindEn : behindFr));
