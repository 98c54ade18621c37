// The same in English.

import type { ConfideWords } from './confide-fr';

export const confideEn: ConfideWords = {
  title: 'Write in secret',
  why: 'Only the person in charge of protection can read it. Nothing of it will show on this phone, to the agent or among your records.',
  kind: 'What is it about?',
  kinds: {
    abuse: 'Violence or abuse',
    exploitation: 'Exploitation',
    corruption: 'Money asked for, corruption',
    danger: 'Somebody is in danger',
  },
  now: 'Is somebody in danger now?',
  yes: 'Yes',
  no: 'No',
  unknown: 'I do not know',
  what: 'What happened? Write what you want, or nothing.',
  reach: 'How to reach you safely, if you want',
  seal: 'Close and send',
  leave: 'Send nothing',
  choose: 'First touch what it is about.',
  long: 'It is too long. Write what matters most.',
  failed: 'It could not be closed. Nothing is stored. Try again, or call.',
  doneTitle: 'It is closed.',
  done: 'It goes with the next exchange. Nobody can read it here any more, nor can you. In danger do not wait: call.',
};
