// What only screens behind the first one say in French, so that it costs the first one nothing: of what is not on the disk, of the
// voices of forms, from hand to hand. behind-en.ts must have the same keys (tsc holds it).

const s = (n: number): string => (n > 1 ? 's' : '');
const sheets = (n: number): string => (n === 0 ? 'Aucune fiche' : `${n} fiche${s(n)}`);

export const behindFr = {
  understood: 'J’ai compris',

  // What is not on the disk
  unsaved: {
    full: { what: 'Le téléphone est plein : votre dernière réponse n’est pas encore gardée.', then: 'Faites de la place, Écho essaie encore tout seul. Ce qui était gardé avant le reste.' },
    failed: { what: 'Votre dernière réponse n’est pas encore gardée.', then: 'Laissez Écho ouvert : il essaie encore. Ce qui était gardé avant le reste.' },
    slow: { what: 'Le téléphone met du temps à garder votre réponse.', then: 'Laissez Écho ouvert.' },
    newer: { what: 'Une version plus récente d’Écho a été ouverte ici. Votre dernière réponse n’est pas gardée.', then: 'Notez-la, puis fermez Écho et ouvrez-le avec du réseau. Ce qui était gardé avant le reste.' },
    gone: { what: 'Ce téléphone a effacé ce qu’Écho gardait. Votre réponse n’est pas gardée.', then: 'Notez-la, puis parlez au coordinateur.' },
    elsewhere: { what: 'Cette fiche a été terminée ou jetée dans une autre fenêtre.', then: 'Vos derniers mots n’y sont pas.' },
  },
  unsavedLeave: 'Sortir sans garder la dernière réponse',
  unsavedDrop: 'Continuer sans la garder',
  making: { photo: 'La photo n’est pas encore prête. Un instant…', voice: 'La voix n’est pas encore gardée. Un instant…' },
  makingWithout: { photo: 'Continuer sans la photo', voice: 'Continuer sans la voix' },
  missed: { photo: 'Une photo n’est pas dans la fiche : elle n’a pas pu être gardée.', voice: 'Une voix n’est pas dans la fiche : elle n’a pas pu être gardée.' },
  voiceJoins: 'Une voix n’est pas encore dans la fiche. Ce qui a été dit est sur ce téléphone, et y sera joint quand vous touchez « Terminer ».',
  missedAgain: 'Recommencer',
  /** Nothing can be kept here, or what was kept is gone. */
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
  startFault: 'La fiche n’a pas pu être commencée : le téléphone n’a rien pu garder. S’il est plein, faites de la place, puis touchez de nouveau.',
  discardFault: 'La fiche n’a pas pu être jetée. Essayez encore dans un moment.',
  finishFault: 'La fiche n’est pas encore terminée : le téléphone n’a pas pu la garder. S’il est plein, faites de la place. Vos réponses sont gardées ; touchez de nouveau « Terminer ».',
  promptFault: 'La voix est ici, mais le téléphone n’a pas encore pu la garder pour les autres. Si le téléphone est plein, faites de la place, puis recommencez.',

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
  giveWhy: 'Mettez vos fiches dans un fichier. Donnez-le à quelqu’un qui va là où il y a du réseau : par Bluetooth, carte mémoire ou message. Personne ne peut le lire en chemin.',
  giveStays: 'Vos fiches restent aussi sur ce téléphone.',
  giveMake: 'Faire le fichier',
  giveMaking: (done: number, of: number) => `Fiche ${done} sur ${of}…`,
  giveNothing: 'Rien à confier : tout est déjà en lieu sûr.',
  giveReady: (n: number) => (n === 1 ? 'Le fichier est prêt.' : `Les ${n} fichiers sont prêts.`),
  handHolds: (records: number, media: number, bytes: string) => `${sheets(records)}${media ? `, ${media} photo${s(media)} ou voix` : ''} · ${bytes}`,
  giveShare: 'Donner par une autre application',
  giveSave: 'Enregistrer sur ce téléphone',
  giveThen: 'Quand le fichier arrive au Lab, ou quand ce téléphone retrouve le réseau, vos fiches changent d’état. Rien ne sera compté deux fois.',
  handFailed: 'Le fichier n’a pas pu être fait. Libérez de la place, puis réessayez. Vos fiches sont intactes.',
  carryTitle: 'Porter les fiches d’un autre',
  carryWhy: 'On vous a donné un fichier .echo ? Ce téléphone l’enverra dès qu’il y aura du réseau. Vous ne pouvez pas le lire.',
  carryTake: 'Choisir le fichier',
  carryKept: 'Le fichier est gardé. Il partira tout seul.',
  carryRefused: {
    'not-ours': 'Ce n’est pas un fichier Écho.',
    'other-programme': 'Ce fichier est pour un autre programme.',
    own: 'Ce fichier vient de ce téléphone. Vos fiches sont déjà ici.',
    'too-large': 'Ce fichier est trop gros pour être porté. Donnez-le au Lab directement.',
    'no-space': 'Il n’y a pas assez de place sur ce téléphone. Rien n’a été gardé du fichier.',
  },
  carryState: (state: 'waiting' | 'received' | 'imported' | 'unreadable', kept: number, damaged: number) =>
    ({
      waiting: 'Attend du réseau.',
      received: 'Envoyé. Le Lab l’ouvre.',
      imported: `Arrivé : ${sheets(kept)}.${damaged ? ` ${damaged} partie${s(damaged)} abîmée${s(damaged)}.` : ''} Gardé ici jusqu’à la sauvegarde.`,
      unreadable: 'Le Lab n’a rien pu lire dans ce fichier. Demandez-en un autre.',
    })[state],
};

export type BehindWords = typeof behindFr;
