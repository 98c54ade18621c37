// What is said of a record's state and of its code in French: behind the first screen, so that it costs that one nothing.
// follow-en.ts must have the same keys (tsc holds it).

import { nextFr, nextOfOthersFr } from './states';

export const followFr = {
  // Behind the danger door
  doorTitle: 'Merci de l’avoir dit. N’en racontez pas plus ici.',
  doorListen: 'Écouter',
  doorWhy: 'La personne de confiance écoute en secret et aide.',
  doorCall: 'Appeler',
  doorSpeaks: (languages: string) => `Parle ${languages}`,
  doorExample: 'Exemple : ce numéro n’appelle personne. Le coordinateur doit le remplacer.',
  doorAlso: 'Ou appelez',
  doorLines: 'Vous pouvez appeler maintenant',
  doorNobody: 'Allez vers quelqu’un en qui vous avez confiance, ou au centre de santé. Vous n’êtes pas seul.',
  doorPrivate: 'Vous pouvez fermer quand vous voulez. Rien de ce que vous avez dit ici n’est gardé.',
  doorSecret: 'Écrire en secret',
  doorLeave: 'Fermer, ne rien garder',
  doorAsk: 'Le Lab doit-il le savoir ?',
  doorAskWhy:
    'Il saura seulement que quelqu’un a besoin d’aide, dans quelle zone et à quelle heure. Ni nom, ni parole, ni réponse.',
  doorYes: 'Oui, dites que quelqu’un a besoin d’aide',
  doorNo: 'Non, ne gardez rien',
  doorFailed: 'Cela n’a pas pu être noté. Appelez, ou réessayez. Rien d’autre n’est gardé.',
  helpedTitle: 'Le Lab le saura.',
  helpedWhy: 'Cela part dès qu’il y a du réseau. Rien n’en paraît dans les fiches de ce téléphone.',

  codeTitle: 'Le code de cette parole',
  codeSpoken: 'Le code est',
  codeListen: 'Écouter le code',
  codeWhy: 'Donnez-le à la personne. Elle saura où en est sa parole, sur tout téléphone Écho de la localité.',
  codeNone: 'Cette parole est protégée : elle n’a pas de code.',
  cardGive: 'Le donner en image',
  cardTitle: 'Une image à donner',
  cardWhy: 'Seuls le code et l’état d’aujourd’hui y sont. Rien de ce qui a été dit.',
  cardAsk: 'Où en est cette parole ?',
  cardHow: 'Demandez à un agent Écho,',
  cardOr: 'ou sur Internet :',
  cardOn: (day: string) => `Le ${day}`,
  cardAlt: (code: string, state: string) => `Le code ${code}. ${state}.`,
  cardShare: 'Envoyer l’image',
  cardSave: 'Enregistrer l’image',
  cardSaved: 'L’image est sur ce téléphone.',
  cardFailed: 'L’image n’a pas pu être faite. La fiche est intacte. Dites le code, ou écrivez-le.',
  followTitle: 'Suivre une parole',
  followHint: 'Les dix chiffres, deux par deux.',
  followErase: 'Effacer un chiffre',
  followSlip: 'Ce code n’est pas juste : un chiffre a dû changer. Redites les cinq nombres.',
  followUnknown: 'Ce téléphone ne sait rien de ce code.',
  followUnknownWhy:
    'La parole n’est peut-être pas encore arrivée, ou elle vient d’ailleurs. Elle a pu être effacée. Certaines sont protégées : on n’en dit rien.',
  followElsewhere: (address: string) => `Avec du réseau, demandez aussi sur ${address}`,
  followTwo: 'Deux paroles ont ce code. Les voici toutes les deux.',
  followWeek: (day: string) => `Semaine commencée ${day}`,
  followOpen: 'Ouvrir la fiche',
  followOther: 'Un autre code',
  stateNext: nextFr,
  followNext: nextOfOthersFr,
};

export type FollowWords = typeof followFr;
