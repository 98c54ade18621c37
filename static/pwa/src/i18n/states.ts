// Written by `python -m schemas.typescript` from schemas/vocabulary/states.csv; not by hand.

import type { ShownState } from '../domain/states';

export type Tone = 'ok' | 'wait' | 'warn' | 'stop';

export const TONES: Record<ShownState, Tone> = {
  draft: 'wait',
  finished: 'wait',
  sent: 'wait',
  safe: 'ok',
  received: 'wait',
  read: 'wait',
  in_review: 'wait',
  accepted: 'ok',
  needs_correction: 'warn',
  rejected: 'stop',
  merged: 'ok',
  referred: 'ok',
  in_portfolio: 'ok',
  funded: 'ok',
  done: 'ok',
  quarantined: 'warn',
  conflict: 'warn',
  erased: 'wait',
};

export const PICTURES: Record<ShownState, string> = {
  draft: 'state-draft',
  finished: 'state-finished',
  sent: 'state-sent',
  safe: 'state-safe',
  received: 'state-received',
  read: 'state-read',
  in_review: 'state-in_review',
  accepted: 'state-accepted',
  needs_correction: 'state-needs_correction',
  rejected: 'state-rejected',
  merged: 'state-merged',
  referred: 'state-referred',
  in_portfolio: 'state-in_portfolio',
  funded: 'state-funded',
  done: 'state-done',
  quarantined: 'state-quarantined',
  conflict: 'state-quarantined',
  erased: 'state-erased',
};

/** The way that a record goes when all goes well; only needs go on to the second part. */
export const WAY: ShownState[] = ['read', 'accepted'];
export const WAY_OF_NEEDS: ShownState[] = ['in_portfolio', 'funded', 'done'];

/** Where this way ends early. */
export const ENDS: readonly string[] = ['rejected', 'merged', 'referred', 'erased'];

/** States that stand at another one's place on the way. */
export const LIKE: Record<string, ShownState> = {
  in_review: 'read',
  needs_correction: 'read',
};

/** What the desk notes with its day alone. */
export const BY_DAY: readonly string[] = ['funded', 'done'];

export const statesFr: Record<ShownState, string> = {
  draft: 'Brouillon',
  finished: 'Gardé sur ce téléphone',
  sent: 'Envoyé',
  safe: 'En lieu sûr',
  received: 'Reçu au Lab',
  read: 'Lu au Lab',
  in_review: 'Le Lab l’étudie',
  accepted: 'Accepté',
  needs_correction: 'À corriger',
  rejected: 'Pas retenu',
  merged: 'Réuni à d’autres paroles',
  referred: 'Transmis à un service',
  in_portfolio: 'Dans le portefeuille',
  funded: 'Financé',
  done: 'Réalisé',
  quarantined: 'À vérifier',
  conflict: 'À vérifier',
  erased: 'Effacé à la demande',
};

export const nextFr: Record<ShownState, string> = {
  draft: 'Continuez quand vous voulez.',
  finished: 'Partira dès qu’il y aura du réseau.',
  sent: 'Le serveur l’a. Une copie reste ici jusqu’à la sauvegarde.',
  safe: 'Le serveur l’a, et la sauvegarde aussi.',
  received: 'Une personne va la lire.',
  read: 'Une personne l’a lue. Le Lab va décider.',
  in_review: 'Une personne est en train de la lire.',
  accepted: 'Cette parole compte.',
  needs_correction: 'Répondez à la question du Lab.',
  rejected: 'La raison est écrite ci-dessous.',
  merged: 'Elle compte avec d’autres qui disent la même chose.',
  referred: 'Le Lab l’a transmise à un service qui peut s’en occuper.',
  in_portfolio: 'Elle est devant ceux qui choisissent et financent.',
  funded: 'L’argent est trouvé. Le travail vient.',
  done: 'On dit que c’est fait. Est-ce vrai chez vous ?',
  quarantined: 'Le serveur l’a gardée, mais une réponse ne va pas.',
  conflict: 'Le serveur l’a gardée, mais une réponse ne va pas.',
  erased: 'Il n’en reste rien au Lab.',
};

export const nextOfOthersFr: Record<string, string> = {
  needs_correction: 'Le Lab a posé une question à la personne à qui vous avez parlé.',
  rejected: 'La personne à qui vous avez parlé sait pourquoi.',
};

export const statesEn: Record<ShownState, string> = {
  draft: 'Draft',
  finished: 'Kept on this phone',
  sent: 'Sent',
  safe: 'Safe',
  received: 'Received at the Lab',
  read: 'Read at the Lab',
  in_review: 'The Lab is studying it',
  accepted: 'Accepted',
  needs_correction: 'To correct',
  rejected: 'Not kept',
  merged: 'Joined with other voices',
  referred: 'Passed on to a service',
  in_portfolio: 'In the portfolio',
  funded: 'Funded',
  done: 'Done',
  quarantined: 'To check',
  conflict: 'To check',
  erased: 'Erased on request',
};

export const nextEn: Record<ShownState, string> = {
  draft: 'Go on whenever you like.',
  finished: 'Will go as soon as there is a network.',
  sent: 'The server has it. A copy stays here until the backup.',
  safe: 'The server has it, and the backup too.',
  received: 'Somebody will read it.',
  read: 'Somebody has read it. The Lab will decide.',
  in_review: 'Somebody is reading it.',
  accepted: 'These words count.',
  needs_correction: 'Answer the Lab’s question.',
  rejected: 'The reason is written below.',
  merged: 'It counts with others that say the same.',
  referred: 'The Lab has passed it on to a service that can deal with it.',
  in_portfolio: 'It is before those who choose and fund.',
  funded: 'The money is found. The work comes next.',
  done: 'It is said to be done. Is it so where you are?',
  quarantined: 'The server kept it, but one answer does not fit.',
  conflict: 'The server kept it, but one answer does not fit.',
  erased: 'Nothing of it is left at the Lab.',
};

export const nextOfOthersEn: Record<string, string> = {
  needs_correction: 'The Lab has asked the person who listened a question.',
  rejected: 'The person who listened knows why.',
};
