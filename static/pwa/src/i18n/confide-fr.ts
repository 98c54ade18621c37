// What is asked of who writes to the protection officers, in French. confide-en.ts must have the same keys (tsc holds it).

export const confideFr = {
  title: 'Écrire en secret',
  why: 'Seule la personne chargée de la protection pourra lire. Rien n’en paraîtra sur ce téléphone, ni pour l’agent, ni dans vos fiches.',
  kind: 'De quoi s’agit-il ?',
  kinds: {
    abuse: 'Violence ou abus',
    exploitation: 'Exploitation',
    corruption: 'Argent demandé, corruption',
    danger: 'Une personne est en danger',
  },
  now: 'Quelqu’un est-il en danger maintenant ?',
  yes: 'Oui',
  no: 'Non',
  unknown: 'Je ne sais pas',
  what: 'Que s’est-il passé ? Écrivez ce que vous voulez, ou rien.',
  reach: 'Comment vous joindre sans risque, si vous voulez',
  seal: 'Fermer et envoyer',
  leave: 'Ne rien envoyer',
  choose: 'Touchez d’abord de quoi il s’agit.',
  long: 'C’est trop long. Gardez l’essentiel.',
  failed: 'Cela n’a pas pu être fermé. Rien n’est gardé. Réessayez, ou appelez.',
  doneTitle: 'C’est fermé.',
  done: 'Cela part avec le prochain envoi. Personne ne peut plus le relire ici, vous non plus. En cas de danger, n’attendez pas : appelez.',
};

export type ConfideWords = typeof confideFr;
