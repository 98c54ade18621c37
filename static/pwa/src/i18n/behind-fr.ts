// What only screens behind the first one say in French, so that it costs the first one nothing: of what is not on the disk, of the
// voices of forms, from hand to hand. behind-en.ts must have the same keys (tsc holds it).

import { statesFr } from './states';

const s = (n: number): string => (n > 1 ? 's' : '');
const sheets = (n: number): string => (n === 0 ? 'Aucune fiche' : `${n} fiche${s(n)}`);

function spoken(all: number): string {
  const [minutes, seconds] = [Math.floor(all / 60), all % 60];
  return [minutes && `${minutes} minute${s(minutes)}`, (seconds || !minutes) && `${seconds} seconde${s(seconds)}`]
    .filter(Boolean)
    .join(' ');
}

export const behindFr = {
  understood: 'J’ai compris',

  // What is not on the disk
  unsaved: {
    full: {
      what: 'Le téléphone est plein : votre dernière réponse n’est pas encore gardée.',
      then: 'Faites de la place, Écho essaie encore tout seul. Ce qui était gardé avant le reste.',
    },
    failed: {
      what: 'Votre dernière réponse n’est pas encore gardée.',
      then: 'Laissez Écho ouvert : il essaie encore. Ce qui était gardé avant le reste.',
    },
    slow: { what: 'Le téléphone met du temps à garder votre réponse.', then: 'Laissez Écho ouvert.' },
    newer: {
      what: 'Une version plus récente d’Écho a été ouverte ici. Votre dernière réponse n’est pas gardée.',
      then: 'Notez-la, puis fermez Écho et ouvrez-le avec du réseau. Ce qui était gardé avant le reste.',
    },
    gone: {
      what: 'Ce téléphone a effacé ce qu’Écho gardait. Votre réponse n’est pas gardée.',
      then: 'Notez-la, puis parlez au coordinateur.',
    },
    elsewhere: {
      what: 'Cette fiche a été terminée ou jetée dans une autre fenêtre.',
      then: 'Vos derniers mots n’y sont pas.',
    },
  },
  photoUnsavedFull: 'Le téléphone est plein : votre photo n’est pas encore gardée.',
  photoUnsaved: 'Votre photo n’est pas encore gardée.',
  unsavedLeave: 'Sortir sans garder la dernière réponse',
  unsavedDrop: 'Continuer sans la garder',
  making: {
    photo: 'La photo n’est pas encore prête. Un instant…',
    voice: 'La voix n’est pas encore gardée. Un instant…',
  },
  makingWithout: { photo: 'Continuer sans la photo', voice: 'Continuer sans la voix' },
  missed: {
    photo: 'Une photo n’est pas dans la fiche : elle n’a pas pu être gardée.',
    voice: 'Une voix n’est pas dans la fiche : elle n’a pas pu être gardée.',
  },
  voiceJoins:
    'Une voix n’est pas encore dans la fiche. Ce qui a été dit est sur ce téléphone, et y sera joint quand vous touchez « Terminer ».',
  missedAgain: 'Recommencer',
  /** Nothing can be stored here, or what was stored is gone. */
  storageFault: {
    unread: {
      what: 'Votre place ne s’ouvre pas pour l’instant.',
      safe: 'Le téléphone n’a pas pu la lire. Écho n’a rien effacé.',
      then: 'Essayez encore. Si rien ne change, redémarrez le téléphone, puis parlez au coordinateur.',
    },
    failed: {
      what: 'Écho ne peut rien garder sur ce téléphone.',
      safe: 'Le navigateur ne donne pas de mémoire à Écho. Ce qui était déjà gardé n’a pas été touché.',
      then: 'Fermez les fenêtres privées, redémarrez le téléphone, puis essayez encore. Si rien ne change, ouvrez Écho avec un autre navigateur ou parlez au coordinateur.',
    },
    full: {
      what: 'Le téléphone est plein : Écho ne peut pas s’ouvrir.',
      safe: 'Ce qui était déjà gardé n’a pas été touché.',
      then: 'Faites de la place, puis essayez encore.',
    },
    slow: {
      what: 'Écho met du temps à s’ouvrir.',
      safe: 'Ce qui était déjà gardé n’a pas été touché.',
      then: 'Fermez les autres fenêtres d’Écho, attendez un peu, puis essayez encore.',
    },
    newer: {
      what: 'Vos fiches ont été gardées par une version plus récente d’Écho.',
      safe: 'Rien n’est perdu, mais cette version ne sait pas les lire.',
      then: 'Allez là où il y a du réseau, fermez Écho, puis ouvrez-le de nouveau : il se mettra à jour.',
    },
    gone: {
      what: 'Ce qui était gardé à cette place n’est plus sur ce téléphone.',
      safe: 'Le navigateur ou quelqu’un l’a effacé. Ce qui était envoyé est au Lab. Les fiches pas encore envoyées et les brouillons d’ici sont perdus.',
      then: 'Dites-le au coordinateur, et demandez-lui un nouveau code d’inscription pour prendre une nouvelle place.',
    },
  },
  startFault:
    'La fiche n’a pas pu être commencée : le téléphone n’a rien pu garder. S’il est plein, faites de la place, puis touchez de nouveau.',
  discardFault: 'La fiche n’a pas pu être jetée. Essayez encore dans un moment.',
  finishFault:
    'La fiche n’est pas encore terminée : le téléphone n’a pas pu la garder. S’il est plein, faites de la place. Vos réponses sont gardées ; touchez de nouveau « Terminer ».',
  promptFault:
    'La voix est ici, mais le téléphone n’a pas encore pu la garder pour les autres. Si le téléphone est plein, faites de la place, puis recommencez.',

  // The voices of forms
  promptsTitle: 'Voix des questions',
  promptsWhy: 'Dites les questions dans la langue des gens. Sans réseau aussi ; tous les téléphones les recevront.',
  promptsIn: 'Dans quelle langue ?',
  promptsNone: 'Le programme ne nomme pas encore de langue.',
  promptsHave: (have: number, of: number) => (have === of ? 'Tout est enregistré' : `${have} sur ${of}`),
  promptSay: (language: string) => `Dites ces mots en ${language}`,
  promptPublic: 'Votre voix sera entendue sur tous les téléphones.',
  promptAnswers: 'Réponse à :',
  promptNow: 'Ce qu’on entend aujourd’hui',
  promptNowAway: 'Déjà enregistré, mais pas encore sur ce téléphone.',
  promptAgain: 'Pour remplacer, enregistrez de nouveau.',
  promptKeep: 'Garder cette voix',
  promptNext: 'Suivant',
  promptMissing: 'Pas encore enregistré',
  promptBegun: 'Enregistré, pas encore gardé',
  promptDone: 'Enregistré',

  // From hand to hand
  handTitle: 'De la main à la main',
  giveTitle: 'Confier mes fiches',
  giveWhy:
    'Mettez vos fiches dans un fichier. Donnez-le à quelqu’un qui va là où il y a du réseau : par Bluetooth, carte mémoire ou message. Personne ne peut le lire en chemin.',
  giveStays: 'Vos fiches restent aussi sur ce téléphone.',
  giveMake: 'Faire le fichier',
  giveMaking: (done: number, of: number) => `Fiche ${done} sur ${of}…`,
  giveNothing: 'Rien à confier : tout est déjà en lieu sûr.',
  giveReady: (n: number) => (n === 1 ? 'Le fichier est prêt.' : `Les ${n} fichiers sont prêts.`),
  handHolds: (records: number, media: number, bytes: string) =>
    `${sheets(records)}${media ? `, ${media} photo${s(media)} ou voix` : ''} · ${bytes}`,
  giveShare: 'Donner par une autre application',
  giveSave: 'Enregistrer sur ce téléphone',
  giveThen:
    'Quand le fichier arrive au Lab, ou quand ce téléphone retrouve le réseau, vos fiches changent d’état. Rien ne sera compté deux fois.',
  handFailed: 'Le fichier n’a pas pu être fait. Libérez de la place, puis réessayez. Vos fiches sont intactes.',
  carryTitle: 'Porter les fiches d’un autre',
  carryWhy:
    'On vous a donné un fichier .echo ? Ce téléphone l’enverra dès qu’il y aura du réseau. Vous ne pouvez pas le lire.',
  carryTake: 'Choisir le fichier',
  carrySaved: 'Le fichier est gardé. Il partira tout seul.',
  carryRefused: {
    'not-ours': 'Ce n’est pas un fichier Écho.',
    'other-programme': 'Ce fichier est pour un autre programme.',
    own: 'Ce fichier vient de ce téléphone. Vos fiches sont déjà ici.',
    'too-large': 'Ce fichier est trop gros pour être porté. Donnez-le au Lab directement.',
    'no-space': 'Il n’y a pas assez de place sur ce téléphone. Rien n’a été gardé du fichier.',
  },
  carryState: (state: 'waiting' | 'received' | 'imported' | 'unreadable', saved: number, damaged: number) =>
    ({
      waiting: 'Attend du réseau.',
      received: 'Envoyé. Le Lab l’ouvre.',
      imported: `Arrivé : ${sheets(saved)}.${damaged ? ` ${damaged} partie${s(damaged)} abîmée${s(damaged)}.` : ''} Gardé ici jusqu’à la sauvegarde.`,
      unreadable: 'Le Lab n’a rien pu lire dans ce fichier. Demandez-en un autre.',
    })[state],
  draftCount: (n: number) => `${n} à continuer`,
  pinChange: 'Changer mon code secret',
  pinChanged: 'Le code a été changé.',
  pinOld: 'D’abord, le code d’aujourd’hui',
  rejoinTitle: 'Reprendre votre place',
  rejoinWhy: 'Le coordinateur vous donne un code à votre nom. Avec lui, ce téléphone peut de nouveau envoyer.',
  rejoinSafe: 'Tout ce que vous avez enregistré ici reste, et partira ensuite.',
  rejoinGo: 'Reprendre',

  // Capture
  placeTitle: 'Où est-ce ?',
  placeHint: 'Choisissez la localité.',
  placeSearch: 'Chercher une localité',
  placeRecent: 'Dernières localités',
  placeAll: (name: string) => `Dans ${name}`,
  placeNone: 'Aucune localité de ce nom. Essayez le début du nom.',
  placeEmpty: 'Les localités ne sont pas encore arrivées. Il faut du réseau une première fois.',
  placeMore: 'Écrivez le nom pour voir les autres.',
  placeFound: (n: number) => (n === 0 ? 'Aucune localité' : n === 1 ? 'Une localité' : `${n} localités`),
  projectSearch: 'Chercher un projet',
  projectOther: 'Pas dans la liste ?',
  projectNone: 'Aucun projet de ce nom.',
  skip: 'Passer',
  sliderUntouched: 'Pas encore de réponse',
  sliderValue: (n: number) => `${n} sur 100`,
  noFaceYet: 'Touchez un visage',
  recordHint: 'Touchez et parlez.',
  recordStop: 'Arrêter',
  voiceSaved: (length: string) => `Voix gardée, ${length}`,
  voiceSilent: 'On n’entend rien. Parlez plus près du micro.',
  /** Why it ended without being asked. */
  voiceEnded: {
    interrupted: 'On ne vous écoute plus : un appel ou une autre application a pris le micro.',
    muted: 'On ne vous écoute plus : le micro a été coupé.',
    'no-bytes': 'On ne vous écoute plus : le micro ne donne plus de son.',
    longest: 'Dix minutes : c’est le plus long.',
    'not-kept': 'On ne vous écoute plus : le téléphone n’arrive pas à écrire la suite.',
    'no-space': 'On ne vous écoute plus : le téléphone est plein.',
  },
  voiceSeconds: (seconds: number) => (seconds < 2 ? 'Une seconde est gardée.' : `${spoken(seconds)} sont gardées.`),
  voiceAgain: 'Écoutez, ou touchez Refaire pour tout redire.',
  voiceFull: (seconds: number) =>
    `Le téléphone est plein. Ce que vous avez dit (${spoken(seconds)}) reste sur ce téléphone. Faites de la place : ce sera joint à la fin.`,
  voiceStays: (seconds: number) =>
    `Le téléphone n’arrive pas à écrire. Ce que vous avez dit (${spoken(seconds)}) reste sur ce téléphone et sera joint à la fin.`,
  voiceTooShort: 'C’était trop court. Touchez, parlez, puis touchez encore quand vous avez fini.',
  voiceNoSound: 'On n’a rien entendu. Regardez si le micro est ouvert, puis parlez encore.',
  voiceNothing: 'Rien n’a été gardé.',
  voiceBefore: 'La voix d’avant est toujours là.',
  redo: 'Refaire',
  erase: 'Effacer',
  longest: (minutes: number) => `${minutes} minutes au plus.`,
  micRefused: 'Le micro est fermé pour Écho. Ouvrez-le dans les réglages du téléphone, ou écrivez.',
  micNone: 'Ce téléphone ne peut pas enregistrer la voix ici. Écrivez plutôt.',

  // Photo
  takePhoto: 'Prendre une photo',
  choosePhoto: 'Choisir une photo',
  photoBusy: 'On prépare la photo…',
  photoAlt: 'Votre photo',
  photoSlow:
    'Le téléphone n’arrive pas à préparer cette photo. Vos réponses sont gardées. Reprenez-la, ou continuez sans photo.',
  photoFault: 'Cette image ne s’ouvre pas. Prenez-en une autre.',
  hush: 'Arrêter la voix',
  listenTitle: 'Langue d’écoute',
  listenAsWritten: 'Comme les mots écrits',
  listenHint: 'Les voix enregistrées dans cette langue arrivent avec les envois, puis restent sur ce téléphone.',
  recordVoices: 'Enregistrer les voix des questions',
  earTitle: 'Par l’oreille',
  earFirstHint: 'La voix enregistrée, sinon celle de ce téléphone, dit la question, puis les réponses. Sans réseau.',
  noRoomForPhoto: 'Plus de place pour une photo. Racontez plutôt avec la voix ou par écrit. Vos réponses sont gardées.',

  // Position
  pointTake: 'Noter cet endroit',
  pointBusy: 'On cherche… Restez sous le ciel.',
  pointAccuracy: (distance: string) => `À ${distance} près`,
  pointZero: 'Le téléphone donne un point au milieu de la mer : il ne sait pas où il est.',
  pointFar: (distance: string, place: string) => `Ce point est à ${distance} de ${place}.`,
  pointExact: 'Le téléphone ne dit pas si ce point est précis.',
  pointWide: 'Ce point n’est pas précis.',
  pointDecide: 'Gardez-le seulement si c’est bien là.',
  pointElse: 'Si ce n’est pas là, effacez-le.',
  pointKeepAnyway: 'Garder quand même',
  pointAgain: 'Chercher encore',
  pointKeep: 'Garder ce point',
  pointSaved: 'Endroit noté',
  pointBetter: 'Plus précis',
  pointRefused: 'La position est fermée pour Écho. Ouvrez-la dans les réglages du téléphone, ou passez.',
  pointNone: 'Pas de signal. Mettez-vous à découvert et essayez encore, ou passez.',

  // Review
  reviewTitle: 'C’est bien ça ?',
  reviewHint: 'Touchez une réponse pour la changer.',
  seedsPlaced: (placed: number) => `${placed} graines sur 10`,
  rankAt: (place: number) => `numéro ${place}`,
  timeFirst: 'Ajouter',
  timeMore: 'En ajouter un autre',
  timeEmpty: (number: number) => `${number} : sans réponse`,
  timeRemove: (number: number) => `Enlever le numéro ${number}`,
  timeWrong: 'Il reste quelque chose à corriger ici.',
  goOnFinish: 'Continuer',
  photoOf: (what: string) => `Photo : ${what}`,
  toFix: (n: number) => (n === 1 ? 'Une réponse est à compléter.' : `${n} réponses sont à compléter.`),
  fixFirst: 'Compléter',
  discardBack: 'Jeter et revenir',
  discardSure: 'Jeter pour de bon ? Rien n’en sera gardé.',
  discardYes: 'Oui, jeter',
  discardNo: 'Non, la garder',
  mediaCount: { photo: 'Photo', voice: 'Voix' },

  // Consent
  consentTitle: 'Votre accord',
  consentRead: 'Lisez à voix haute, puis laissez la personne répondre.',
  consentKeepNeeded: 'Sans cet accord, rien ne peut être gardé. Vous pouvez jeter la fiche.',
  consentMissing: 'Répondez oui ou non à chaque ligne.',
  mediaRefused: { photo: 'La photo sera jetée, tout de suite.', voice: 'La voix sera jetée, tout de suite.' },
  consentUnsaid: 'Oui ou non ?',
  consentHow: 'Comment l’accord est-il donné ?',
  consentBy: { oral: 'De vive voix', tick: 'En touchant l’écran', group: 'Par le groupe' },
  modeTitle: 'Qui a rempli la fiche ?',
  modes: { alone: 'La personne, seule', assisted: 'Un agent, avec la personne', group: 'Un groupe, ensemble' },
  finishing: 'On garde la fiche…',

  // Finished
  doneTitle: 'C’est gardé',
  doneWhere: 'La fiche est sur ce téléphone, en entier.',
  doneNext: 'Elle partira toute seule dès qu’il y aura du réseau. Vous pouvez fermer Écho.',
  seeIt: 'Voir cette fiche',

  // Outbox
  outboxTitle: 'Mes fiches',
  outboxNone: 'Pas encore de fiche sur ce téléphone.',
  outboxEmpty: {
    all: 'Pas encore de fiche sur ce téléphone.',
    here: 'Rien n’attend ici : tout est parti.',
    sent: 'Rien n’est encore parti.',
    correct: 'Rien à corriger.',
  },
  outboxCount: sheets,
  erasedCount: (n: number) =>
    n === 1
      ? 'Une fiche a été effacée à la demande. Il n’en reste rien, ni ici ni au Lab.'
      : `${n} fiches ont été effacées à la demande. Il n’en reste rien, ni ici ni au Lab.`,
  showMore: (n: number) => `Voir ${n} de plus`,
  filters: { all: 'Toutes', here: 'Sur ce téléphone', sent: 'Envoyées', correct: 'À corriger' },
  states: statesFr,

  // One record
  recordTitle: 'Une fiche',
  recordGone: 'Cette fiche n’est plus sur ce téléphone.',
  timelineTitle: 'Où en est-elle ?',
  answersTitle: 'Ce qui a été dit',
  takeBack: 'Reprendre cette parole',
  takeBackSure: {
    sure: 'Reprendre cette parole ? Les mots, la voix et la photo seront effacés partout.',
    yes: 'Oui, la reprendre',
    no: 'Non, la laisser',
  },
  mediaReceived: (n: number, of: number) => `${n} fichier${s(n)} sur ${of} au Lab`,
  labAsks: 'Le Lab demande',
  answerIt: 'Répondre',
  replyTitle: 'Votre réponse au Lab',
  replyHint: 'Quelques mots suffisent. Vous pouvez aussi changer les réponses.',
  replyFirst: 'Il manque votre réponse. Écrivez quelques mots, ou changez une réponse.',
  replyChange: 'Changer une réponse',

  // Settings
  settingsTitle: 'Réglages',
  languageTitle: 'Langue',
  whoTitle: 'Ce téléphone',
  dataTitle: 'Données utilisées',
  spentOn: {
    records: 'Fiches envoyées',
    news: 'Nouvelles reçues',
    voices: 'Voix',
    photos: 'Photos',
    prompts: 'Sons et images des questions',
    files: 'Fichiers portés pour d’autres',
    app: 'L’application',
  },
  wifiTitle: 'Attendre le Wi-Fi',
  voicesWait: 'Les voix attendent le Wi-Fi',
  wifiHint: 'Les fiches écrites partent toujours. Ce qui attend reste gardé ici.',
  wifiUnknown: 'Ce téléphone ne dit pas s’il est sur le Wi-Fi. Quand vous y êtes, touchez « Envoyer maintenant ».',
  voiceTitle: 'Qualité de la voix',
  voiceRates: { thrifty: 'Économe', normal: 'Normale', clear: 'Claire' },
  voiceMinute: (size: string) => `Une minute : ${size}`,
  storageTitle: 'Mémoire',
  storageUsed: 'Utilisée par Écho',
  storageFree: 'Libre',
  storageSafe: 'Protégée contre le nettoyage',
  storageAtRisk: 'Android peut la vider si la mémoire manque. Installez Écho sur l’écran d’accueil.',
  photosWait: 'Les photos attendent le Wi-Fi',
  install: 'Installer sur l’écran d’accueil',
  appVersion: 'Version',

  // You said, we did
  repliesTitle: 'Vous avez dit, nous avons fait',
  repliesNew: (n: number) => (n > 1 ? `${n} réponses pour vous` : 'Une réponse pour vous'),
  repliesAsk: 'On vous demande : c’est fait ?',
  repliesNone: 'Pas encore de réponse pour votre lieu.',
  replyNew: 'Nouveau',
  replyHeard: 'Vous avez dit',
  replyDeed: 'Nous avons fait',
  replyFetch: 'Chercher la voix',
  replyAsk: 'C’est fait ?',
  replyAnswers: { yes: 'Oui, c’est fait', partly: 'En partie', no: 'Non, pas encore', unknown: 'Je ne sais pas' },
  replyAnswered: (answer: string) => `Vous avez répondu : ${answer}`,
  replyAgain: 'Changer',
  replyWhy: 'Dites pourquoi, si vous voulez',
  replyWrite: 'Ou écrivez-le',
  replyConsent:
    'En envoyant, vous acceptez que le Lab garde votre réponse et écoute votre voix. Elle ne sera pas publiée.',
  replySend: 'Envoyer ma réponse',
  replyThanks: 'Merci, c’est noté.',
  replyThanksWhy: 'Votre réponse part avec le prochain envoi. Si ce n’est pas fait, le Lab y revient.',
};

export type BehindWords = typeof behindFr;
