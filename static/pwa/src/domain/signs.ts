// Pictures by which people know their profile on a shared phone; no name is shown.

export const SIGNS = [
  'signe-soleil',
  'signe-lune',
  'signe-etoile',
  'signe-arbre',
  'signe-fleur',
  'signe-poisson',
  'signe-oiseau',
  'signe-tortue',
  'signe-elephant',
  'signe-tambour',
  'signe-pirogue',
  'signe-cle',
] as const;
