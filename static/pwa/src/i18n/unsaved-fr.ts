// What is said in French when something is not on the disk: behind the first screen, so that it costs that one nothing.
// unsaved-en.ts must have the same keys (tsc holds it).

export const unsavedFr = {
  understood: 'J’ai compris',

  // What is not on the disk
  unsaved: {
    full: 'Le téléphone est plein. Votre dernière réponse n’est pas encore gardée. Faites de la place : Écho essaie encore tout seul. Ce qui était gardé avant le reste.',
    failed: 'Votre dernière réponse n’est pas encore gardée. Laissez Écho ouvert : il essaie encore. Ce qui était gardé avant le reste.',
    slow: 'Le téléphone met du temps à garder votre réponse. Laissez Écho ouvert.',
    newer: 'Une version plus récente d’Écho a été ouverte ici. Votre dernière réponse n’est pas gardée : notez-la, puis fermez Écho et ouvrez-le avec du réseau. Ce qui était gardé avant le reste.',
    gone: 'Ce téléphone a effacé ce qu’Écho gardait. Votre réponse n’est pas gardée : notez-la, puis parlez au coordinateur.',
    elsewhere: 'Cette fiche a été terminée ou jetée dans une autre fenêtre. Vos derniers mots n’y sont pas.',
  },
  unsavedLeave: 'Sortir sans garder la dernière réponse',
  unsavedDrop: 'Continuer sans la garder',
  making: { photo: 'La photo n’est pas encore prête. Un instant…', voice: 'La voix n’est pas encore gardée. Un instant…' },
  makingWithout: { photo: 'Continuer sans la photo', voice: 'Continuer sans la voix' },
  missed: { photo: 'Une photo n’est pas dans la fiche : elle n’a pas pu être gardée.', voice: 'Une voix n’est pas dans la fiche : elle n’a pas pu être gardée.' },
  missedAgain: 'Recommencer',
  /** Nothing can be kept here, or what was kept is gone. */
  storageFault: {
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
};

export type UnsavedWords = typeof unsavedFr;
