// What is said in English when something is not on the disk: behind the first screen, so that it costs that one nothing.

import type { UnsavedWords } from './unsaved-fr';

export const unsavedEn: UnsavedWords = {
  understood: 'I understand',

  // What is not on the disk
  unsaved: {
    full: 'The phone is full. Your last answer is not kept yet. Make room: Écho keeps trying by itself. What was kept before is safe.',
    failed: 'Your last answer is not kept yet. Leave Écho open: it keeps trying. What was kept before is safe.',
    slow: 'The phone takes its time to keep your answer. Leave Écho open.',
    newer: 'A newer version of Écho was opened here. Your last answer is not kept: note it down, then close Écho and open it where there is a network. What was kept before is safe.',
    gone: 'This phone erased what Écho kept. Your answer is not kept: note it down, then talk to the coordinator.',
    elsewhere: 'This record was finished or thrown away in another window. Your last words are not in it.',
  },
  unsavedLeave: 'Leave without keeping the last answer',
  unsavedDrop: 'Go on without keeping it',
  making: { photo: 'The photo is not ready yet. One moment…', voice: 'The voice is not kept yet. One moment…' },
  makingWithout: { photo: 'Go on without the photo', voice: 'Go on without the voice' },
  missed: { photo: 'A photo is not in the record: it could not be kept.', voice: 'A voice is not in the record: it could not be kept.' },
  missedAgain: 'Do it again',
  storageFault: {
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
};
