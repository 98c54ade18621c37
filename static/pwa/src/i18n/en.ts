// Every sentence the phone says in English. The same as fr.ts says, not its translation.

import type { Words } from './fr';

const s = (n: number): string => (n === 1 ? '' : 's');

const span = (days: number): string =>
  days < 1 ? 'today' : days === 1 ? 'yesterday' : days < 60 ? `${days} days` : `${Math.floor(days / 30)} months`;

export const en: Words = {
  code: 'en',
  ownName: 'English',
  app: 'Écho',
  back: 'Back',
  home: 'Home',
  close: 'Close',
  yes: 'Yes',
  no: 'No',
  restMissing:
    'The rest of the app is not on this phone yet. Open it once with a network. What is recorded already is kept.',
  tryAgain: 'Try again',
  starting: 'One moment…',
  span,
  locale: 'en-GB',
  kilobytes: 'kB',
  megabytes: 'MB',

  whatToSay: 'What do you want to say?',
  goOn: 'To go on with',
  wouldNotOpen:
    'Without a network, Écho would not open any more: files were erased. Keep the app open and find a network. Your records are kept.',
  allDrafts: (n: number) => `See all ${n} to go on with`,
  toCorrect: (n: number) => (n === 1 ? 'One record to correct' : `${n} records to correct`),
  waitsLong: (n, days) =>
    n === 1 ? `One record has waited for ${days} days` : `${n} records wait, the oldest for ${days} days`,
  waitsLongWhy: 'Find a network, or hand them to somebody who goes there.',
  roomLow: (left) => `Hardly any room left: ${left}`,
  roomLowWhy: 'Send what waits, or hand it over. What is safe makes room.',
  toCorrectWhy: 'The Lab asks you something.',
  refused: (n: number) => (n === 1 ? 'One record to check' : `${n} records to check`),
  noInstrument: 'The questions have not arrived yet.',
  noInstrumentWhy: 'A network is needed the first time. Touch “Send and receive”.',
  onPhone: 'on this phone',
  oldest: (days: number) => `The oldest: ${span(days)}`,
  sentCount: () => 'sent',
  safeCount: 'safe',
  outbox: 'My records',
  settings: 'Settings',
  updateReady: 'A new version is ready.',
  updateNow: 'Update',
  updateWhy: 'Your records stay as they are.',

  syncNow: 'Send and receive',
  syncSending: (records: number) => (records ? `Sending records: ${records} to go.` : 'Receiving news…'),
  syncUploading: (media: number, size: string) => `Sending voices and photos: ${media} to go (${size}).`,
  syncTexts: {
    never: 'Nothing has been sent yet.',
    done: (when: string) => `Last sent ${when}.`,
    offline: 'No network. Everything is kept here and will go later.',
    portal:
      'Another page answers in place of Écho, often the Wi-Fi’s welcome page. Open it in the browser, then try again. Everything is kept here.',
    slow: 'The server asks to wait a little. Everything is kept here.',
    server: 'The server does not answer well. Everything is kept here. Another try later.',
    rejected:
      'The server did not take one of the things sent. It is kept here, the rest has been sent. Tell the coordinator.',
    tooLarge:
      'Something is too large to pass through to the server. It is kept here. Tell the coordinator that the server must let larger things through.',
    setup:
      'The server is not set up rightly. It is not you. Everything is kept here and will go once it is mended. Tell the coordinator.',
    revoked:
      'This phone may no longer send. Nothing is lost: everything is kept here. Ask the coordinator for a new code.',
    unknown:
      'The server no longer knows this phone. Nothing is lost: everything is kept here. Ask the coordinator for a new code.',
    upgrade: 'The app is too old to send. Everything is kept here. Update it where there is a network.',
    full: 'The phone is full. Make room, then try again.',
    wifi: 'Photos or voices wait for Wi-Fi, as you chose.',
    elsewhere: 'Écho is open in another window: that one is sending.',
  },
  stillToGo: (records: number, media: number, size: string) =>
    `To send: ${[records ? `${records} record${records === 1 ? '' : 's'}` : '', media ? `${media} photo${media === 1 ? '' : 's'} or voices (${size})` : ''].filter(Boolean).join(', ')}.`,
  nextTry: (hour: string) => `Next try at ${hour}.`,

  enrolTitle: 'Welcome to Écho',
  enrolWhy: 'A code is needed, once, with a network. After that everything works without one.',
  enrolCode: 'Your code',
  enrolHint: 'The coordinator gives it to you; or scan its picture with the camera.',
  enrolGo: 'Begin',
  enrolBusy: 'Signing you up…',
  enrolFault: {
    empty: 'Write the code first.',
    unknown: 'This code does not work. It may have been used already, or be too old. Ask for another.',
    another: 'This code is for somebody else. It is still good. Ask for a code in your name.',
    slow: 'Too many tries with a wrong code. Look at the code again, wait a few minutes, then try again.',
    offline: 'No network. Go where the phone has signal, then try again.',
    portal:
      'Another page answers in place of Écho, often the Wi-Fi’s welcome page. Open it, then try again. The code is still good.',
    full: 'There is not enough room on this phone. Make room, then try again. The code is still good.',
    setup:
      'The server is not set up rightly. It is not you, and the code is still good. Tell the coordinator, then try again later.',
    other: 'The server does not answer well. The code is still good. Try again in a moment.',
    storage: 'This phone could not keep your place. Try again: the code stays good as long as Écho is open.',
  },

  // Whose place it is
  lockTitle: 'Who are you?',
  lockNew: 'Somebody else',
  lockNow: 'Close my place',
  lockWaits: (n: number) => (n === 1 ? 'One record waits on this phone.' : `${n} records wait on this phone.`),
  lockMedia: (n: number) =>
    n === 1 ? 'A photo or a voice waits on this phone.' : `${n} photos or voices wait on this phone.`,
  lockGoes: (n: number) =>
    n === 1
      ? 'It leaves without a code, as soon as there is a network.'
      : 'They leave without a code, as soon as there is a network.',
  lockToSend: 'to send',
  lockSend: 'Send now',
  signTitle: 'Choose your picture',
  signWhy: 'You will find your place by it. Your name is not shown.',
  signs: {
    'signe-soleil': 'Sun',
    'signe-lune': 'Moon',
    'signe-etoile': 'Star',
    'signe-arbre': 'Tree',
    'signe-fleur': 'Flower',
    'signe-poisson': 'Fish',
    'signe-oiseau': 'Bird',
    'signe-tortue': 'Turtle',
    'signe-elephant': 'Elephant',
    'signe-tambour': 'Drum',
    'signe-pirogue': 'Canoe',
    'signe-cle': 'Key',
  },
  pinAsk: 'Your secret code',
  pinChoose: 'Choose a secret code',
  pinWhy: 'Six digits at least. Nothing else opens your records on this phone. Nobody can find it again.',
  pinAgain: 'Once more',
  pinAgainWhy: 'The same code, to be sure.',
  pinBack: 'Take the last digit away',
  pinGo: 'That is it',
  pinOpening: 'Opening your place…',
  pinFault: {
    wrong: 'That is not the code. Try again.',
    wait: (left: string) => `That is not the code. Wait ${left}.`,
    short: 'It takes six digits at least.',
    easy: 'This code is too easy to guess. Choose another.',
    different: 'The two codes differ. Begin again.',
  },
  pinTitle: 'My place',
  pinLost: 'I forgot my code',
  lostSafe: 'What you finished is not lost: it leaves without a code.',
  lostNew: 'Ask the coordinator for a new enrolment code, then take a new place. Nobody will read the old one.',
  removeTitle: 'Take this place away',
  removeNotYet: (n: number) =>
    n === 1 ? 'One record is not safe yet. Wait until it is.' : `${n} records are not safe yet. Wait until they are.`,
  removeWhy: (drafts: number) =>
    drafts
      ? `All that is finished is safe. ${drafts === 1 ? 'One draft will be lost' : `${drafts} drafts will be lost`}.`
      : 'All that is finished is safe.',
  removeLater: (when: string) =>
    `Noted. Whoever knows the code can still open this place and keep the drafts. Come back ${when} to take it away.`,
  removeGo: 'Take it away for good',
  rejoinOpen: 'I have a new code',
  rejoinMine: 'I already have a place here',
  enrolNot: 'I have my place here already',
  next: 'Next',
  stepOf: (n: number, all: number) => `Question ${n} of ${all}`,
  required: 'An answer is needed.',
  leave: 'Stop here',
  allSaved: 'Everything is kept.',
  clear: 'Clear the answer',
  less: 'Less',
  more: 'More',
  faults: {
    required: 'An answer is needed to go on.',
    constraint: 'This answer does not fit. Check it.',
    'wrong-type': 'This is not a number.',
    empty: 'An answer is needed to go on.',
    'too-long': 'This is too long. Keep what matters.',
    'out-of-range': 'This number is too large.',
    'unknown-choice': 'Choose from the list.',
    'chosen-twice': 'One answer is chosen twice.',
    'choice-not-offered': 'This choice no longer fits the answers before. Choose again.',
    'not-all-ranked': 'Put everything in order.',
    'not-a-day': 'There is no such date. Look at the day, the month, the year.',
    'not-a-time': 'There is no such time.',
    'not-a-point': 'The spot was not noted well. Do it again.',
    'not-a-medium': 'The file is not there. Do it again.',
  },

  record: 'Record',
  recording: 'We are listening. It is kept as you speak.',
  listen: 'Listen',
  pause: 'Pause',
  sayAloud: 'Listen to the question',
  earFirst: 'Read each question aloud',
  noSpace: 'The phone is full. Make room, then try again. Your answers are kept.',
  metres: (n: number) => `${n} metre${s(n)}`,
  unanswered: 'No answer',
  seen: 'Yes',
  done: 'Done',
  point: 'Point noted',
  change: 'Change',
  place: 'Place',
  project: 'Project',
  discard: 'Throw this record away',
  consentVersion: (version: string) => `Promise, version ${version}`,
  finish: 'Finish',
  another: 'Another record',

  // Without a network: by hand
  handLink: 'No network? Hand the records to somebody',
  later: 'Next',
  again: 'Correct and send again',
  wrong: 'What does not fit',
  version: (n: number) => `version ${n}`,

  followLink: 'Follow what was said by its code',
  person: 'Person',
  programme: 'Programme',
  scope: 'Area',
  sendWaiting: 'Send now',
  sendWaitingWhy: 'Are you on Wi-Fi?',
  waiting: 'Counting…',
};
