"""What the public pages show, gathered: the list with its map, and one theme."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session, scoped_session

from feedback_app.base.i18n import label
from feedback_app.insight.disclosure import Rule, read_rule
from feedback_app.portfolio.listing import atlas
from feedback_app.portfolio.listing.groups import ExactGroup, Figure, ListQuery, PlaceWords, SolutionWords, figure
from feedback_app.portfolio.listing.public_list import PublicList, gathered, public_programmes
from feedback_app.register.lookup_store import ProgrammeInfo, place_paths
from feedback_app.register.store import shapes_of
from schemas.vocabulary import vocabulary

AnySession = Session | scoped_session[Session]

LINES = 30
PLACES = 12
NAMED_PLACES = 3


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place and what is said there."""

    place: PlaceWords
    figure: Figure


@dataclass(frozen=True, slots=True)
class ThemeCard:
    """A theme in short."""

    id: uuid.UUID
    title: str
    figure: Figure
    domains: Sequence[str]
    places: Sequence[str]
    more_places: int
    solutions: Sequence[SolutionWords]


@dataclass(frozen=True, slots=True)
class DisclosureNote:
    """How the figures of a programme are made safe, in words."""

    rule: Rule
    level: str


@dataclass(frozen=True)
class ListView:
    """The portfolio's page, or one theme's."""

    asked: ListQuery
    figure: Figure
    lines: Sequence[Mapping[str, Any]]
    offset: int
    total: int
    themes: Sequence[ThemeCard]
    places: Sequence[PlaceLine]
    unplaced: Sequence[str]
    map: atlas.Map | None
    disclosure: Sequence[DisclosureNote]
    programmes: Sequence[Option]
    domains: Sequence[Option]
    places_offered: Sequence[Option]
    themes_offered: Sequence[Option]

    @cached_property
    def line_of(self) -> Mapping[str, PlaceLine]:
        """The line of each place, by its code."""
        return {line.place.code: line for line in self.places}

    @property
    def filtered(self) -> bool:
        """Whether a part is shown."""
        return self.asked != ListQuery()


def portfolio(session: AnySession, asked: ListQuery, *, offset: int, lang: str) -> ListView:
    """The page of the list. What may be chosen is what there is without a choice."""
    everything = gathered(session)
    shown = everything.only(asked)
    programmes = public_programmes(session)
    places = _places(shown)
    return ListView(
        asked=asked,
        figure=figure(shown.groups),
        lines=shown.lines(offset, offset + LINES),
        offset=offset,
        total=len(shown.groups),
        themes=_themes(shown, lang),
        places=places,
        unplaced=[line.place.name for line in places if line.place.latitude is None],
        map=_map(session, places, [one for one in programmes if asked.programme in ("", one.id)]),
        disclosure=_disclosure_notes(programmes, shown.groups, lang),
        programmes=_programmes_offered(everything, programmes, lang),
        domains=_offered(everything, lambda one: one.domain, lambda code: vocabulary("domains").label(code, lang)),
        places_offered=_offered(everything, lambda one: one.place, _place_label(everything)),
        themes_offered=[
            Option(str(card.id), card.title) for card in sorted(_themes(everything, lang), key=lambda c: c.title)
        ],
    )


def _places(shown: PublicList) -> list[PlaceLine]:
    """Places with what is said there, the most voices first."""
    lines = [
        PlaceLine(place, figure(some))
        for code, some in _by(shown.groups, lambda one: one.place).items()
        if (place := shown.words.places.get(code))
    ]
    return sorted(lines, key=lambda line: (-line.figure.voices, -line.figure.needs, line.place.label))


def _themes(shown: PublicList, lang: str) -> list[ThemeCard]:
    cards = []
    for theme, some in _by(shown.groups, lambda one: one.theme).items():
        if theme is None:
            continue
        names = [line.place.name for line in _places(PublicList(some, shown.words))]
        answers = dict.fromkeys(key for one in some for key in one.solutions if key in shown.words.solutions)
        cards.append(
            ThemeCard(
                id=theme,
                title=label(shown.words.themes.get(theme, {}), lang),
                figure=figure(some),
                domains=list(dict.fromkeys(one.domain for one in some)),
                places=names[:NAMED_PLACES],
                more_places=len(names[NAMED_PLACES:]),
                solutions=[shown.words.solutions[key] for key in answers],
            )
        )
    return sorted(cards, key=lambda card: (-card.figure.voices, card.title))


def _by(groups: Iterable[ExactGroup], key: Callable[[ExactGroup], Any]) -> dict[Any, list[ExactGroup]]:
    found: dict[Any, list[ExactGroup]] = {}
    for group in groups:
        found.setdefault(key(group), []).append(group)
    return found


def _map(session: AnySession, places: Sequence[PlaceLine], programmes: Sequence[ProgrammeInfo]) -> atlas.Map | None:
    """The map: the area of the programmes, what lies around it, and the outlines of the places shown."""
    spots = [
        atlas.MapPlace(
            line.place.code, line.place.name, (line.place.latitude, line.place.longitude),
            line.figure.voices,
        )
        for line in places
        if line.place.latitude is not None and line.place.longitude is not None
    ]  # fmt: skip
    homes = place_paths(session, {one.place_code for one in programmes})
    around = {code for path in homes.values() for code in path.strip("/").split("/")}
    shapes = shapes_of(session, [*around | {spot.code for spot in spots}])
    # The frame is the area of a single programme, as long as its outline is there.
    frame = shapes.get(next(iter(homes))) if len(homes) == 1 else None
    depth = {code: n for path in homes.values() for n, code in enumerate(path.strip("/").split("/"))}
    # What lies around the area, then the area, then the places on it.
    widest = sorted(shapes, key=lambda code: (depth.get(code, 99), code))
    outlines = [("around" if code in around - set(homes) else "land", shapes[code]) for code in widest]
    return atlas.draw(spots, outlines=outlines, within=frame)


def _disclosure_notes(
    programmes: Sequence[ProgrammeInfo], groups: Sequence[ExactGroup], lang: str
) -> list[DisclosureNote]:
    """The rules behind what is shown, each once."""
    listed = {group.programme for group in groups}
    rules = dict.fromkeys(read_rule(one.settings) for one in programmes if one.id in listed)
    return [DisclosureNote(rule, vocabulary("place_levels").label(rule.level, lang)) for rule in rules]


def _programmes_offered(shown: PublicList, programmes: Sequence[ProgrammeInfo], lang: str) -> list[Option]:
    listed = {group.programme for group in shown.groups}
    offered = [Option(one.id, label(one.name, lang)) for one in programmes if one.id in listed]
    return offered if len(offered) > 1 else []


def _offered(shown: PublicList, key: Callable[[ExactGroup], str], words: Callable[[str], str]) -> list[Option]:
    codes = dict.fromkeys(key(group) for group in shown.groups)
    return sorted((Option(code, words(code)) for code in codes), key=lambda option: option.label)


def _place_label(shown: PublicList) -> Callable[[str], str]:
    return lambda code: shown.words.places[code].label if code in shown.words.places else code
