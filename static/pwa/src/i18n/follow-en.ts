// What is said of a record's state and of its code in English.

import type { FollowWords } from './follow-fr';
import { nextEn, nextOfOthersEn } from './states';

export const followEn: FollowWords = {
  // Behind the danger door
  doorTitle: 'Thank you for saying so. Tell no more here.',
  doorListen: 'Listen',
  doorWhy: 'The trusted person listens in secret and helps.',
  doorCall: 'Call',
  doorSpeaks: (languages: string) => `Speaks ${languages}`,
  doorExample: 'Example: this number reaches nobody. The coordinator must replace it.',
  doorAlso: 'Or call',
  doorLines: 'You can call now',
  doorNobody: 'Go to someone you trust, or to the health centre. You are not alone.',
  doorPrivate: 'You can close this whenever you like. Nothing of what you said here is kept.',
  doorLeave: 'Close, keep nothing',
  doorAsk: 'Should the Lab know?',
  doorAskWhy:
    'It will only know that somebody needs help, in which area and at what hour. No name, no words, no answers.',
  doorYes: 'Yes, say that somebody needs help',
  doorNo: 'No, keep nothing',
  doorFailed: 'This could not be noted. Call, or try again. Nothing else is kept.',
  helpedTitle: 'The Lab will know.',
  helpedWhy: 'It leaves as soon as there is a network. Nothing of it is seen among the records of this phone.',

  codeTitle: 'The code of these words',
  codeSpoken: 'The code is',
  codeListen: 'Listen to the code',
  codeWhy: 'Give it to the person. They can learn how far their words have come, on any Écho phone of the locality.',
  codeNone: 'These words are protected: they have no code.',
  cardGive: 'Give it as a picture',
  cardTitle: 'A picture to give',
  cardWhy: 'Only the code and today’s state are on it. Nothing of what was said.',
  cardAsk: 'How far have these words come?',
  cardHow: 'Ask somebody with Écho,',
  cardOr: 'or on the Internet:',
  cardOn: (day: string) => `On ${day}`,
  cardAlt: (code: string, state: string) => `The code ${code}. ${state}.`,
  cardShare: 'Send the picture',
  cardSave: 'Save the picture',
  cardSaved: 'The picture is on this phone.',
  cardFailed: 'The picture could not be made. The record is unharmed. Say the code, or write it down.',
  followTitle: 'Follow what was said',
  followHint: 'The ten digits, two by two.',
  followErase: 'Take one digit away',
  followSlip: 'This code is not right: a digit must have changed. Say the five numbers again.',
  followUnknown: 'This phone knows nothing of this code.',
  followUnknownWhy:
    'The words may not have arrived yet, or come from elsewhere. They may have been erased. Some are protected: nothing is said of them.',
  followElsewhere: (address: string) => `With a network, ask on ${address} too`,
  followTwo: 'Two people’s words have this code. Here are both.',
  followWeek: (day: string) => `Week that began ${day}`,
  followOpen: 'Open the record',
  followOther: 'Another code',
  stateNext: nextEn,
  followNext: nextOfOthersEn,
};
