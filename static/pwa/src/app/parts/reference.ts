// Reference data, as it came down: the programme, its forms, its places, its projects and its lists of words.

import type { ReadonlySignal } from '@preact/signals';
import type { Definition } from '../../domain/definition';
import type { Place, Programme, Project, Term } from '../../domain/types';

export interface Reference {
  readonly programme: ReadonlySignal<Programme | null>;
  readonly instruments: ReadonlySignal<Definition[]>;
  readonly projects: ReadonlySignal<Project[]>;
  readonly reasons: ReadonlySignal<Term[]>;
  readonly domains: ReadonlySignal<Term[]>;
  readonly placeLevels: ReadonlySignal<Term[]>;
  /** A definition that a draft or record names, even when a newer version has come since. */
  definition(instrument: string, version?: string): Definition | null;
  /** Places whose name holds the words, accents aside; without words the nearest to the scope. At most `limit`. */
  searchPlaces(text: string, limit?: number): Place[];
  place(code: string): Place | null;
  /** Places used of late, latest first. */
  recentPlaces(): Place[];
}
