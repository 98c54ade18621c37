// The words of a record's state and of its code in the person's language.

import { computed } from '@preact/signals';

import { followEn } from './follow-en';
import { followFr } from './follow-fr';
import { words } from './words';

export const followWords = computed(() => (words.value.code === 'en' ? followEn : followFr));
