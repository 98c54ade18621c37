// The words of what is not on the disk, in the person's language.

import { computed } from '@preact/signals';

import { unsavedEn } from './unsaved-en';
import { unsavedFr } from './unsaved-fr';
import { words } from './words';

export const unsavedWords = computed(() => (words.value.code === 'en' ? unsavedEn : unsavedFr));
