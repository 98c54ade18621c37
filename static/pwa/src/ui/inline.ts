// The pictograms of the first screen, as text in the bundle (esbuild's text loader).

import alerte from '../../pictograms/alerte.svg';
import arriere from '../../pictograms/arriere.svg';
import besoin from '../../pictograms/besoin.svg';
import cadenas from '../../pictograms/cadenas.svg';
import code from '../../pictograms/code.svg';
import emotion from '../../pictograms/emotion.svg';
import envois from '../../pictograms/envois.svg';
import horsLigne from '../../pictograms/hors-ligne.svg';
import reglages from '../../pictograms/reglages.svg';
import retour from '../../pictograms/retour.svg';
import arbre from '../../pictograms/signe-arbre.svg';
import cle from '../../pictograms/signe-cle.svg';
import elephant from '../../pictograms/signe-elephant.svg';
import etoile from '../../pictograms/signe-etoile.svg';
import fleur from '../../pictograms/signe-fleur.svg';
import lune from '../../pictograms/signe-lune.svg';
import oiseau from '../../pictograms/signe-oiseau.svg';
import pirogue from '../../pictograms/signe-pirogue.svg';
import poisson from '../../pictograms/signe-poisson.svg';
import soleil from '../../pictograms/signe-soleil.svg';
import tambour from '../../pictograms/signe-tambour.svg';
import tortue from '../../pictograms/signe-tortue.svg';
import suivant from '../../pictograms/suivant.svg';
import synchro from '../../pictograms/synchro.svg';
import { PICTURES_IN_FIRST_SCRIPT } from './state-pictures';

export const INLINE: Record<string, string> = {
  alerte,
  arriere,
  besoin,
  cadenas,
  code,
  emotion,
  envois,
  'hors-ligne': horsLigne,
  reglages,
  retour,
  suivant,
  synchro,
  'signe-arbre': arbre,
  'signe-cle': cle,
  'signe-elephant': elephant,
  'signe-etoile': etoile,
  'signe-fleur': fleur,
  'signe-lune': lune,
  'signe-oiseau': oiseau,
  'signe-pirogue': pirogue,
  'signe-poisson': poisson,
  'signe-soleil': soleil,
  'signe-tambour': tambour,
  'signe-tortue': tortue,
  ...PICTURES_IN_FIRST_SCRIPT,
};
