// Pictures by which people know their place on a shared phone; no name stands there.

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
