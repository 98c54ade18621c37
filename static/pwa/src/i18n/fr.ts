// Every sentence the phone says in French: short, spoken, verbs first. en.ts must have the same keys (tsc holds it).

/** The ending of a plural. */
const s = (n: number): string => (n > 1 ? 's' : '');

/** An age in days, in words: "hier", "3 jours". */
const span = (days: number): string =>
  days < 1 ? 'aujourd’hui' : days === 1 ? 'hier' : days < 60 ? `${days} jours` : `${Math.floor(days / 30)} mois`;

export const fr = {
  code: 'fr',
  ownName: 'Français',
  app: 'Écho',
  back: 'Retour',
  home: 'Accueil',
  close: 'Fermer',
  yes: 'Oui',
  no: 'Non',
  restMissing:
    'Le reste de l’application n’est pas encore sur ce téléphone. Ouvrez-la une fois avec du réseau. Ce qui est déjà enregistré est gardé.',
  tryAgain: 'Essayer encore',
  starting: 'Un instant…',
  span,
  locale: 'fr-FR',
  kilobytes: 'Ko',
  megabytes: 'Mo',

  // Home
  whatToSay: 'Que voulez-vous dire ?',
  goOn: 'À continuer',
  wouldNotOpen:
    'Sans réseau, Écho ne s’ouvrirait plus : des fichiers ont été effacés. Gardez l’app ouverte et trouvez du réseau. Vos fiches sont gardées.',
  allDrafts: (n: number) => `Voir les ${n} à continuer`,
  toCorrect: (n: number) => (n === 1 ? 'Une fiche à corriger' : `${n} fiches à corriger`),
  waitsLong: (n: number, days: number) =>
    n === 1 ? `Une fiche attend depuis ${days} jours` : `${n} fiches attendent, la plus ancienne depuis ${days} jours`,
  waitsLongWhy: 'Trouvez du réseau, ou remettez-les à quelqu’un qui y va.',
  roomLow: (left: string) => `Presque plus de place : ${left}`,
  roomLowWhy: 'Envoyez ce qui attend, ou remettez-le. Ce qui est en lieu sûr libère de la place.',
  toCorrectWhy: 'Le Lab vous pose une question.',
  refused: (n: number) => (n === 1 ? 'Une fiche à vérifier' : `${n} fiches à vérifier`),
  noInstrument: 'Les questions ne sont pas encore arrivées.',
  noInstrumentWhy: 'Il faut du réseau une première fois. Touchez « Envoyer et recevoir ».',
  onPhone: 'sur ce téléphone',
  oldest: (days: number) =>
    days < 1
      ? 'La plus ancienne : aujourd’hui'
      : days === 1
        ? 'La plus ancienne : hier'
        : `La plus ancienne : ${span(days)}`,
  sentCount: (n: number) => `envoyée${s(n)}`,
  safeCount: 'en lieu sûr',
  outbox: 'Mes fiches',
  settings: 'Réglages',
  updateReady: 'Une nouvelle version est prête.',
  updateNow: 'Mettre à jour',
  updateWhy: 'Vos fiches ne changent pas.',

  // Sending and receiving
  syncNow: 'Envoyer et recevoir',
  syncSending: (records: number) => (records ? `Envoi des fiches : encore ${records}.` : 'Réception des nouvelles…'),
  syncUploading: (media: number, size: string) => `Envoi des voix et des photos : encore ${media} (${size}).`,
  syncTexts: {
    never: 'Rien n’est encore parti.',
    done: (when: string) => `Dernier envoi ${when}.`,
    offline: 'Pas de réseau. Tout est gardé ici et partira plus tard.',
    portal:
      'Une autre page répond à la place d’Écho, souvent la page d’accueil du Wi-Fi. Ouvrez-la dans le navigateur, puis essayez encore. Tout est gardé ici.',
    slow: 'Le serveur demande d’attendre un peu. Tout est gardé ici.',
    server: 'Le serveur ne répond pas bien. Tout est gardé ici. Nouvel essai plus tard.',
    rejected: 'Le serveur n’a pas pris un des envois. Il est gardé ici, le reste est parti. Dites-le au coordinateur.',
    tooLarge:
      'Un envoi est trop gros pour passer par le serveur. Il est gardé ici. Dites au coordinateur que le serveur doit laisser passer plus gros.',
    setup:
      'Le serveur est mal réglé. Ce n’est pas vous. Tout est gardé ici et partira quand il sera réparé. Dites-le au coordinateur.',
    revoked:
      'Ce téléphone n’a plus le droit d’envoyer. Rien n’est perdu : tout est gardé ici. Demandez un nouveau code au coordinateur.',
    unknown:
      'Le serveur ne reconnaît plus ce téléphone. Rien n’est perdu : tout est gardé ici. Demandez un nouveau code au coordinateur.',
    upgrade: 'L’application est trop vieille pour envoyer. Tout est gardé ici. Mettez-la à jour avec du réseau.',
    full: 'Le téléphone est plein. Faites de la place, puis essayez encore.',
    wifi: 'Des photos ou des voix attendent le Wi-Fi, comme vous l’avez choisi.',
    elsewhere: 'Écho est ouvert dans une autre fenêtre : c’est elle qui envoie.',
  },
  stillToGo: (records: number, media: number, size: string) =>
    `À envoyer : ${[records ? `${records} fiche${s(records)}` : '', media ? `${media} photo${s(media)} ou voix (${size})` : ''].filter(Boolean).join(', ')}.`,
  nextTry: (hour: string) => `Nouvel essai à ${hour}.`,

  // Enrolment
  enrolTitle: 'Bienvenue dans Écho',
  enrolWhy: 'Il faut un code, une seule fois, avec du réseau. Ensuite tout marche sans réseau.',
  enrolCode: 'Votre code',
  enrolHint: 'Le coordinateur vous le donne, ou bien scannez son image avec l’appareil photo.',
  enrolGo: 'Commencer',
  enrolBusy: 'On vous inscrit…',
  enrolFault: {
    empty: 'Écrivez d’abord le code.',
    unknown: 'Ce code ne marche pas. Il a peut-être déjà servi, ou il est trop vieux. Demandez-en un autre.',
    another: 'Ce code est pour quelqu’un d’autre. Il reste bon. Demandez un code à votre nom.',
    slow: 'Trop d’essais avec un mauvais code. Regardez bien le code, attendez quelques minutes, puis recommencez.',
    offline: 'Pas de réseau. Allez là où le téléphone capte, puis recommencez.',
    portal:
      'Une autre page répond à la place d’Écho, souvent la page d’accueil du Wi-Fi. Ouvrez-la, puis recommencez. Le code reste bon.',
    full: 'Il n’y a plus assez de place sur ce téléphone. Faites de la place, puis recommencez. Le code reste bon.',
    setup:
      'Le serveur est mal réglé. Ce n’est pas vous, et le code reste bon. Dites-le au coordinateur, puis recommencez plus tard.',
    other: 'Le serveur ne répond pas bien. Le code reste bon. Essayez encore dans un moment.',
    storage: 'Ce téléphone n’a pas pu garder votre place. Essayez encore : le code reste bon tant qu’Écho est ouvert.',
  },

  // Whose place it is
  lockTitle: 'Qui êtes-vous ?',
  lockNew: 'Une autre personne',
  lockNow: 'Fermer ma place',
  lockWaits: (n: number) =>
    n === 1 ? 'Une fiche attend sur ce téléphone.' : `${n} fiches attendent sur ce téléphone.`,
  lockMedia: (n: number) =>
    n === 1 ? 'Une photo ou une voix attend sur ce téléphone.' : `${n} photos ou voix attendent sur ce téléphone.`,
  lockGoes: (n: number): string =>
    n === 1 ? 'Elle part sans code, dès qu’il y a du réseau.' : 'Elles partent sans code, dès qu’il y a du réseau.',
  lockToSend: 'à envoyer',
  lockSend: 'Envoyer maintenant',
  signTitle: 'Choisissez votre image',
  signWhy: 'C’est par elle que vous retrouverez votre place. Votre nom ne s’affiche pas.',
  signs: {
    'signe-soleil': 'Soleil',
    'signe-lune': 'Lune',
    'signe-etoile': 'Étoile',
    'signe-arbre': 'Arbre',
    'signe-fleur': 'Fleur',
    'signe-poisson': 'Poisson',
    'signe-oiseau': 'Oiseau',
    'signe-tortue': 'Tortue',
    'signe-elephant': 'Éléphant',
    'signe-tambour': 'Tambour',
    'signe-pirogue': 'Pirogue',
    'signe-cle': 'Clé',
  },
  pinAsk: 'Votre code secret',
  pinChoose: 'Choisissez un code secret',
  pinWhy: 'Six chiffres au moins. Lui seul ouvre vos fiches sur ce téléphone. Personne ne peut le retrouver.',
  pinAgain: 'Encore une fois',
  pinAgainWhy: 'Le même code, pour être sûr.',
  pinBack: 'Effacer le dernier chiffre',
  pinGo: 'Valider',
  pinOpening: 'On ouvre votre place…',
  pinFault: {
    wrong: 'Ce n’est pas le bon code. Essayez encore.',
    wait: (left: string) => `Ce n’est pas le bon code. Attendez ${left}.`,
    short: 'Il faut six chiffres au moins.',
    easy: 'Ce code est trop facile à deviner. Choisissez-en un autre.',
    different: 'Les deux codes sont différents. Recommencez.',
  },
  pinTitle: 'Ma place',
  pinLost: 'J’ai oublié mon code',
  lostSafe: 'Vos fiches terminées ne sont pas perdues : elles partent sans code.',
  lostNew:
    'Demandez au coordinateur un nouveau code d’inscription, puis prenez une nouvelle place. Personne ne lira l’ancienne.',
  removeTitle: 'Retirer cette place',
  removeNotYet: (n: number) =>
    n === 1
      ? 'Une fiche n’est pas encore en lieu sûr. Attendez qu’elle le soit.'
      : `${n} fiches ne sont pas encore en lieu sûr. Attendez qu’elles le soient.`,
  removeWhy: (drafts: number) =>
    drafts
      ? `Tout ce qui est terminé est en lieu sûr. ${drafts === 1 ? 'Un brouillon sera perdu' : `${drafts} brouillons seront perdus`}.`
      : 'Tout ce qui est terminé est en lieu sûr.',
  removeLater: (when: string) =>
    `C’est noté. Qui connaît le code peut encore ouvrir cette place et garder ses brouillons. Revenez ${when} pour la retirer.`,
  removeGo: 'Retirer pour de bon',
  rejoinOpen: 'J’ai un nouveau code',
  rejoinMine: 'J’ai déjà une place ici',
  enrolNot: 'J’ai déjà ma place ici',
  next: 'Suivant',
  stepOf: (n: number, all: number) => `Question ${n} sur ${all}`,
  required: 'Il faut une réponse.',
  leave: 'Arrêter ici',
  allSaved: 'Tout est gardé.',
  clear: 'Effacer la réponse',
  less: 'Moins',
  more: 'Plus',
  faults: {
    required: 'Il faut une réponse pour continuer.',
    constraint: 'Cette réponse ne va pas. Vérifiez-la.',
    'wrong-type': 'Ce n’est pas un nombre.',
    empty: 'Il faut une réponse pour continuer.',
    'too-long': 'C’est trop long. Gardez l’essentiel.',
    'out-of-range': 'Ce nombre est trop grand.',
    'unknown-choice': 'Choisissez dans la liste.',
    'chosen-twice': 'Une réponse est choisie deux fois.',
    'choice-not-offered': 'Ce choix ne va plus avec les réponses d’avant. Choisissez de nouveau.',
    'not-all-ranked': 'Mettez tout en ordre.',
    'not-a-day': 'Cette date n’existe pas. Regardez le jour, le mois, l’année.',
    'not-a-time': 'Cette heure n’existe pas.',
    'not-a-point': 'L’endroit n’est pas bien noté. Recommencez.',
    'not-a-medium': 'Le fichier n’est pas là. Recommencez.',
  },

  // Voice
  record: 'Enregistrer',
  recording: 'On vous écoute. C’est gardé au fur et à mesure.',
  listen: 'Écouter',
  pause: 'Pause',
  sayAloud: 'Écouter la question',
  earFirst: 'Lire chaque question à voix haute',
  noSpace: 'Le téléphone est plein. Faites de la place, puis recommencez. Vos réponses sont gardées.',
  metres: (n: number) => `${n} mètre${s(n)}`,
  unanswered: 'Pas de réponse',
  seen: 'Oui',
  done: 'C’est bon',
  point: 'Point noté',
  change: 'Changer',
  place: 'Lieu',
  project: 'Projet',
  discard: 'Jeter cette fiche',
  consentVersion: (version: string) => `Promesse, version ${version}`,
  finish: 'Terminer',
  another: 'Une autre fiche',

  // Without a network: by hand
  handLink: 'Pas de réseau ? Confier les fiches à quelqu’un',
  later: 'Ensuite',
  again: 'Corriger et renvoyer',
  wrong: 'Ce qui ne va pas',
  version: (n: number) => `version ${n}`,

  // By its code
  followLink: 'Suivre une parole par son code',
  person: 'Personne',
  programme: 'Programme',
  scope: 'Zone',
  sendWaiting: 'Envoyer maintenant',
  sendWaitingWhy: 'Vous êtes sur le Wi-Fi ?',
  waiting: 'On compte…',
};

export type Words = typeof fr;
