// The forms of what is nobody's form: with the screens behind the first one, which ask them. Pure.

import { CONFIRMATION } from './aside';
import type { Definition, Node, Translations } from './definition';
import { REPLY_DEFINITION } from './place-reply';
import { PROMPT, SOUND } from './prompt';

const asked = (name: string, type: Node['type'], label: Translations): Node => ({ name, type, label, required: true });

const DEFINITION: Definition = {
  name: PROMPT,
  version: '1',
  title: { fr: 'Voix d’un formulaire', en: 'Voice of a form' },
  languages: ['fr', 'en'],
  default_language: 'fr',
  questions: [
    asked('instrument', 'text', { fr: 'Formulaire', en: 'Form' }),
    asked('part', 'text', { fr: 'Partie', en: 'Part' }),
    asked('language', 'text', { fr: 'Langue', en: 'Language' }),
    asked('words', 'text', { fr: 'Mots à dire', en: 'Words to say' }),
    asked(SOUND, 'audio', { fr: 'Voix', en: 'Voice' }),
  ],
};

/** By name; each has one version. */
export const ASIDE_FORMS: Record<string, Definition> = { [PROMPT]: DEFINITION, [CONFIRMATION]: REPLY_DEFINITION };
