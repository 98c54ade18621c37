// What comes down for a programme.

import { signal } from '@preact/signals';

import type { Reference } from '../../../static/pwa/src/app/app';
import type { Definition } from '../../../static/pwa/src/domain/definition';
import { PlaceIndex } from '../../../static/pwa/src/domain/places';
import type { Place, Programme, Project, Term } from '../../../static/pwa/src/domain/types';
import type { World } from './world';

export class DemoReference implements Reference {
  readonly programme = signal<Programme | null>(null);
  readonly instruments = signal<Definition[]>([]);
  readonly projects = signal<Project[]>([]);
  readonly reasons = signal<Term[]>([]);
  readonly domains = signal<Term[]>([]);
  readonly placeLevels = signal<Term[]>([]);
  private readonly index: PlaceIndex;

  constructor(private readonly world: World) {
    this.index = new PlaceIndex(world.places);
  }

  /** Somebody is here, and it has come down. */
  open(): void {
    const { programme, instruments, projects, reasons, levels } = this.world;
    this.programme.value = programme;
    this.instruments.value = instruments;
    this.projects.value = projects;
    this.reasons.value = reasons;
    this.placeLevels.value = levels;
  }

  definition = (instrument: string): Definition | null =>
    this.instruments.value.find((each) => each.name === instrument) || null;
  searchPlaces = (text: string, limit = 30): Place[] => this.index.search(text, limit);
  place = (code: string): Place | null => this.index.get(code);
  recentPlaces = (): Place[] => this.world.places.filter((each) => each.level === 'locality').slice(3, 5);
}
