// Where it is: the places used of late, those of the zone, and a search that minds no accents.

import { useState } from 'preact/hooks';

import type { Place } from '../domain/types';
import { allWords as words } from '../i18n/behind';
import type { Option } from '../ui/choice';
import { Frame, Heading, Note } from '../ui/frame';
import { Picture } from '../ui/picture';
import { Search } from '../ui/search';
import { inside, placeOption } from './model';
import { Foot, Hint } from './step';
import type { StepProps } from './step';

const SHOWN_PLACES = 30;

export function PlaceStep({
  app,
  editing,
  frame,
  notice,
  toReview,
  forward,
  backward,
}: StepProps<'drafts' | 'reference' | 'people'>) {
  const say = words.value;
  const [place, setPlace] = useState(editing.draft.place || '');
  const [asked, setAsked] = useState(false);
  const option = (each: Place): Option =>
    placeOption(each, app.reference.placeLevels.value, say.code, each.parent ? app.reference.place(each.parent) : null);
  const recent = app.reference.recentPlaces();
  const zone = app.people.enrolment.value?.scope.place || '';
  const inZone = app.reference
    .searchPlaces('', SHOWN_PLACES)
    .filter((each) => inside(each, zone, (code) => app.reference.place(code)));
  const near = inZone.filter((each) => !recent.some((other) => other.code === each.code));
  const current = place ? app.reference.place(place) : null;
  const own = current && !recent.concat(near).some((each) => each.code === place) ? [current] : [];
  const zoneName = app.people.enrolment.value?.scope.place_name || '';
  const sections = [
    { title: say.placeRecent, options: [...own, ...recent].map(option) },
    { title: say.placeAll(zoneName), options: near.map(option) },
  ];
  const choose = (code: string): void => {
    setPlace(code);
    void app.drafts.setPlace(editing.draft.id, code).catch(() => undefined); // the notice says so
  };
  const next = async (): Promise<void> => {
    setAsked(true);
    if (place) await forward();
  };
  return (
    <Frame
      {...frame}
      foot={<Foot label={toReview ? say.done : say.next} lit={!!place} onNext={() => void next()} onBack={backward} />}
    >
      <div class="ask">
        <Picture name="lieu" />
        <div class="grow">
          <Heading>{say.placeTitle}</Heading>
          <Hint text={say.placeHint} />
        </div>
      </div>
      {notice}
      {asked && !place && (
        <p class="fault" role="alert">
          <Picture name="alerte" size="s" />
          {say.required}
        </p>
      )}
      {!recent.length && !near.length && <Note picture="hors-ligne">{say.placeEmpty}</Note>}
      <Search
        name="place"
        label={say.placeSearch}
        none={say.placeNone}
        chosen={place}
        sections={sections}
        find={(text) => app.reference.searchPlaces(text, SHOWN_PLACES).map(option)}
        onChoose={choose}
      />
      {near.length > 0 && <p class="soft">{say.placeMore}</p>}
    </Frame>
  );
}
