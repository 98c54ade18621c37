// Reference data, for the screens.

import type { Definition, Place } from '../domain/types';
import type { Reference } from './app';
import type { Core } from './core';

const MOST_PLACES = 30;

export class AppReference implements Reference {
  readonly programme = this.core.state.programme;
  readonly instruments = this.core.state.instruments;
  readonly projects = this.core.state.projects;
  readonly reasons = this.core.state.reasons;
  readonly domains = this.core.state.domains;
  readonly placeLevels = this.core.state.placeLevels;

  constructor(private readonly core: Pick<Core, 'state'>) {}

  definition(instrument: string, version?: string): Definition | null {
    return this.core.state.definition(instrument, version);
  }

  searchPlaces(text: string, limit = MOST_PLACES): Place[] {
    return this.core.state.places.value.search(text, limit);
  }

  place(code: string): Place | null {
    return this.core.state.places.value.get(code);
  }

  recentPlaces(): Place[] {
    return this.core.state.recent.value.flatMap((code) => this.place(code) ?? []);
  }
}
