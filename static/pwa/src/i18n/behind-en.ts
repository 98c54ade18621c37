// What only screens behind the first one say in English, so that it costs the first one nothing: of what is not on the disk, of the
// voices of forms, from hand to hand.

import type { BehindWords } from './behind-fr';

const s = (n: number): string => (n === 1 ? '' : 's');

export const behindEn: BehindWords = {
  understood: 'I understand',

  // What is not on the disk
  unsaved: {
    full: { what: 'The phone is full: your last answer is not kept yet.', then: 'Make room, Écho keeps trying by itself. What was kept before is safe.' },
    failed: { what: 'Your last answer is not kept yet.', then: 'Leave Écho open: it keeps trying. What was kept before is safe.' },
    slow: { what: 'The phone takes its time to keep your answer.', then: 'Leave Écho open.' },
    newer: { what: 'A newer version of Écho was opened here. Your last answer is not kept.', then: 'Note it down, then close Écho and open it where there is a network. What was kept before is safe.' },
    gone: { what: 'This phone erased what Écho kept. Your answer is not kept.', then: 'Note it down, then talk to the coordinator.' },
    elsewhere: { what: 'This record was finished or thrown away in another window.', then: 'Your last words are not in it.' },
  },
  unsavedLeave: 'Leave without keeping the last answer',
  unsavedDrop: 'Go on without keeping it',
  making: { photo: 'The photo is not ready yet. One moment…', voice: 'The voice is not kept yet. One moment…' },
  makingWithout: { photo: 'Go on without the photo', voice: 'Go on without the voice' },
  missed: { photo: 'A photo is not in the record: it could not be kept.', voice: 'A voice is not in the record: it could not be kept.' },
  voiceJoins: 'A voice is not in the record yet. What was said is on this phone, and is added when you touch “Finish”.',
  missedAgain: 'Do it again',
  storageFault: {
    unread: {
      what: 'Your place does not open for now.',
      safe: 'The phone could not read it. Écho has erased nothing.',
      then: 'Try again. If nothing changes, restart the phone, then talk to the coordinator.',
    },
    failed: {
      what: 'Écho cannot keep anything on this phone.',
      safe: 'The browser gives Écho no storage. What was kept already has not been touched.',
      then: 'Close private windows, restart the phone, then try again. If nothing changes, open Écho in another browser or talk to the coordinator.',
    },
    full: {
      what: 'The phone is full: Écho cannot open.',
      safe: 'What was kept already has not been touched.',
      then: 'Make room, then try again.',
    },
    slow: {
      what: 'Écho takes its time to open.',
      safe: 'What was kept already has not been touched.',
      then: 'Close other windows of Écho, wait a little, then try again.',
    },
    newer: {
      what: 'Your records were kept by a newer version of Écho.',
      safe: 'Nothing is lost, but this version cannot read them.',
      then: 'Go where there is a network, close Écho, then open it again: it will update itself.',
    },
    gone: {
      what: 'What was kept in this place is no longer on this phone.',
      safe: 'The browser or somebody erased it. What was sent is at the Lab. Records that were not sent yet and drafts of this place are lost.',
      then: 'Tell the coordinator, and ask for a new enrolment code to take a new place.',
    },
  },
  startFault: 'The record could not be begun: the phone could not keep anything. If it is full, make room, then touch again.',
  discardFault: 'The record could not be thrown away. Try again in a moment.',
  finishFault: 'The record is not finished yet: the phone could not keep it. If it is full, make room. Your answers are kept; touch “Finish” again.',
  promptFault: 'The voice is here, but the phone could not keep it for the others yet. If it is full, make room, then try again.',

  // The voices of forms
  promptsTitle: 'Voices of the questions',
  promptsWhy: 'Say the questions in people’s language. Without a network too; all phones will get them.',
  promptsIn: 'In which language?',
  promptsNone: 'The programme does not name a language yet.',
  promptsHave: (have: number, of: number) => (have === of ? 'All recorded' : `${have} of ${of}`),
  promptSay: (language: string) => `Say these words in ${language}`,
  promptPublic: 'Your voice will be heard on all phones.',
  promptAnswers: 'Answer to:',
  promptNow: 'What is heard today',
  promptNowAway: 'Recorded already, but not on this phone yet.',
  promptAgain: 'To replace it, record again.',
  promptKeep: 'Keep this voice',
  promptNext: 'Next',
  promptMissing: 'Not recorded yet',
  promptBegun: 'Recorded, not kept yet',
  promptDone: 'Recorded',

  // From hand to hand
  handTitle: 'From hand to hand',
  giveTitle: 'Hand over my records',
  giveWhy: 'Put your records into a file. Give it to somebody who goes where there is a network: by Bluetooth, memory card or message. Nobody can read it on the way.',
  giveStays: 'Your records stay on this phone too.',
  giveMake: 'Make the file',
  giveMaking: (done: number, of: number) => `Record ${done} of ${of}…`,
  giveNothing: 'Nothing to hand over: everything is in a safe place.',
  giveReady: (n: number) => (n === 1 ? 'The file is ready.' : `The ${n} files are ready.`),
  handHolds: (records: number, media: number, bytes: string) => `${records} record${s(records)}${media ? `, ${media} photo${s(media)} or voice${s(media)}` : ''} · ${bytes}`,
  giveShare: 'Give by another app',
  giveSave: 'Save on this phone',
  giveThen: 'When the file reaches the Lab, or when this phone finds a network again, your records change their state. Nothing is counted twice.',
  handFailed: 'The file could not be made. Make room, then try again. Your records are unharmed.',
  carryTitle: 'Carry somebody’s records',
  carryWhy: 'Were you given an .echo file? This phone will send it as soon as there is a network. You cannot read it.',
  carryTake: 'Choose the file',
  carryKept: 'The file is kept. It will go by itself.',
  carryRefused: {
    'not-ours': 'This is not an Écho file.',
    'other-programme': 'This file is for another programme.',
    own: 'This file comes from this phone. Your records are here already.',
    'too-large': 'This file is too big to be carried. Give it to the Lab directly.',
    'no-space': 'There is not enough room on this phone. Nothing of the file was kept.',
  },
  carryState: (state: 'waiting' | 'received' | 'imported' | 'unreadable', kept: number, damaged: number) =>
    ({
      waiting: 'Waits for a network.',
      received: 'Sent. The Lab is opening it.',
      imported: `Arrived: ${kept} record${s(kept)}.${damaged ? ` ${damaged} damaged part${s(damaged)}.` : ''} Kept here until the backup.`,
      unreadable: 'The Lab could read nothing in this file. Ask for another.',
    })[state],
};
