"""What the page of a place shows: what is released of it, and of the nearest wider place where that is nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.insight.disclosure import levels, read_rule
from feedback_app.insight.figures.view import PlaceFeeling, place_feelings
from feedback_app.portfolio.bourse import public_view
from feedback_app.portfolio.bourse.public_view import ProjectQuery, PublicProject
from feedback_app.portfolio.csr import picture, published
from feedback_app.portfolio.csr.picture import Sums
from feedback_app.portfolio.csr.published import Initiative
from feedback_app.portfolio.listing import atlas, public_list
from feedback_app.portfolio.listing import view as list_view
from feedback_app.portfolio.listing.groups import ExactGroup, Figure, ListQuery, figure
from feedback_app.portfolio.listing.public_list import PublicList
from feedback_app.portfolio.listing.replies import PublicReply, public_replies
from feedback_app.portfolio.listing.view import ListView
from feedback_app.portfolio.practices.published import PracticeQuery, PublicPractice, public_practices
from feedback_app.portfolio.site.locator import locate
from feedback_app.register.lookup_store import (
    PlacePoint,
    ProgrammeInfo,
    place_children,
    place_paths,
    place_points,
    place_sizes,
)

LINES, MONEY_LINES = 12, 12


@dataclass(frozen=True, slots=True)
class PlacePart:
    """A place right under another, with its released figure; None where nothing is released of it."""

    place: PlacePoint
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class DomainVoices:
    """The released voices about a domain."""

    domain: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class PlaceView:
    """The page of a place. `heard` is of `of`: this place, or the nearest around it of which something is released."""

    place: PlacePoint
    population: int | None
    around: Sequence[PlacePoint]
    inside: Sequence[PlacePart]
    of: PlacePoint
    k: int
    is_home: bool
    """Whether this is a programme's own place, or wider: nothing of it is counted elsewhere."""
    heard: ListView
    domains: Sequence[DomainVoices]
    feelings: Sequence[PlaceFeeling]
    replies: Sequence[PublicReply]
    projects: Sequence[PublicProject]
    initiatives: Sequence[Initiative]
    money: Sums
    practices: Sequence[PublicPractice]
    """Solutions that people found or tried there."""
    map: atlas.Map | None
    day: dt.date | None

    @property
    def is_folded(self) -> bool:
        """Whether too little is released of the place alone."""
        return self.of != self.place

    @property
    def inside_heard(self) -> int:
        """Of how many places inside something is released."""
        return sum(one.figure is not None for one in self.inside)


@dataclass(frozen=True, slots=True)
class _Way:
    """A place and those around it, the widest first, and the public programmes whose places are on the way."""

    points: Sequence[PlacePoint]
    path: str
    population: int | None
    homes: Mapping[str, str]
    """The path of each programme's own place."""
    programmes: Sequence[ProgrammeInfo]
    children: Sequence[PlacePoint]


def place_page(session: AnySession, code: str, *, today: dt.date, lang: str) -> PlaceView | None:
    """The page of a place; None where no public programme is in it or around it."""
    way = _way(session, code)
    if way is None:
        return None
    everything = public_list.gathered(session)
    lines = _lines_by_place(everything, [one.code for one in (*way.points, *way.children)])
    of = next((point for point in reversed(way.points) if lines[point.code]), way.points[-1])
    heard = list_view.portfolio(session, ListQuery(place=of.code), offset=0, lang=lang)
    sheets = published.public_sheets(session)
    mine = [
        one for one in sheets.initiatives if any(f"/{code}/" in sheets.areas.paths.get(at, "") for at in one.places)
    ]
    inside = _inside(way, lines)
    return PlaceView(
        place=way.points[-1],
        population=way.population,
        around=way.points[:-1],
        inside=inside,
        of=of,
        k=max(read_rule(one.settings).k for one in way.programmes),
        is_home=any(home.startswith(way.path) for home in way.homes.values()),
        heard=heard,
        domains=_domains(lines[of.code]),
        feelings=[
            feeling
            for one in way.programmes
            for feeling in place_feelings(session, one, path=way.path, home=way.homes[one.id])
        ],
        replies=public_replies(session, ListQuery(place=code), today=today),
        projects=public_view.exchange(session, ProjectQuery(place=code), today=today, lang=lang).projects,
        initiatives=mine,
        money=picture.sums(mine),
        practices=public_practices(session).asked_for(PracticeQuery(place=code)),
        map=locate(session, way.points, heard.places, way.homes.values()),
        day=public_list.figures_day(session, today=today),
    )


def _way(session: AnySession, code: str) -> _Way | None:
    size = place_sizes(session, [code]).get(code)
    if size is None:
        return None
    programmes = public_list.public_programmes(session)
    paths = place_paths(session, {one.place_code for one in programmes})
    homes = {
        one.id: home
        for one in programmes
        if (home := paths.get(one.place_code)) and (home.startswith(size.path) or size.path.startswith(home))
    }
    codes = size.path.strip("/").split("/")
    points = place_points(session, codes)
    if not homes or len(points) < len(codes):
        return None
    mine = [one for one in programmes if one.id in homes]
    children = place_children(session, code)
    return _Way([points[one] for one in codes], size.path, size.population, homes, mine, children)


def _lines_by_place(everything: PublicList, codes: Collection[str]) -> dict[str, list[ExactGroup]]:
    """The lines of each of these places and of all in it, of one walk over the list."""
    found: dict[str, list[ExactGroup]] = {code: [] for code in codes}
    for group in everything.groups:
        for code in group.path.strip("/").split("/"):
            if code in found:
                found[code].append(group)
    return found


def _inside(way: _Way, lines: Mapping[str, Sequence[ExactGroup]]) -> list[PlacePart]:
    """The places right under it that are not finer than any programme shows, those with figures first."""
    order = levels()
    shown = {read_rule(one.settings).level for one in way.programmes}
    finest = max((order.index(level) for level in shown if level in order), default=len(order))
    found = [
        PlacePart(point, figure(some) if some else None)
        for point in way.children
        if (some := lines[point.code]) or (point.level in order and order.index(point.level) <= finest)
    ]
    return sorted(found, key=lambda one: (-(one.figure.voices if one.figure else -1), one.place.name))


def _domains(some: Sequence[ExactGroup]) -> list[DomainVoices]:
    codes = dict.fromkeys(one.domain for one in some)
    found = [DomainVoices(code, figure([one for one in some if one.domain == code])) for code in codes]
    return sorted(found, key=lambda one: (-one.figure.voices, one.domain))
