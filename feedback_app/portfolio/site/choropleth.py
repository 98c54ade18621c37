"""The map of all compared places: how strongly each is coloured, by what is released of it, and the table beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from feedback_app.base.db import AnySession
from feedback_app.portfolio.bourse import public_view
from feedback_app.portfolio.bourse.public_view import ProjectQuery, PublicProject
from feedback_app.portfolio.bourse.states import SEEKS
from feedback_app.portfolio.csr import picture, published
from feedback_app.portfolio.csr.areas import Areas, areas_of
from feedback_app.portfolio.csr.names import compared_level
from feedback_app.portfolio.csr.picture import CsrMap
from feedback_app.portfolio.csr.published import PublicSheets
from feedback_app.portfolio.listing import public_list
from feedback_app.portfolio.listing.public_list import PublicList
from feedback_app.register.lookup_store import PlacePoint, place_points, places_to_compare
from feedback_app.register.store import shapes_of

MEASURES = ("voix", "besoins", "annonce", "projets")
"""What the map may show: voices, lines of needs, announced money, projects that seek funding."""
MOST_NAMES = 40
CHARACTER, HEIGHT = 8.0, 18.0
"""Width of a letter and height of a name, in units."""


@dataclass(frozen=True, slots=True)
class AreaLine:
    """A compared place with all that is released of it, and its step of colour by what the map shows."""

    code: str
    place: PlacePoint
    values: Mapping[str, int]
    tone: int = 0


@dataclass(frozen=True, slots=True)
class AreaMap:
    """The page of the map; `wider` are voices that are only counted in a wider place."""

    measure: str
    lines: Sequence[AreaLine]
    edges: Sequence[int]
    drawn: CsrMap | None
    named: frozenset[str]
    """The places whose names have room."""
    wider: int
    k: int

    @property
    def by_code(self) -> Mapping[str, AreaLine]:
        """The line of each place."""
        return {one.code: one for one in self.lines}


def area_map(session: AnySession, asked: str, *, today: dt.date, lang: str) -> AreaMap:
    """The map by what was asked for; of voices where that is nothing that it shows."""
    measure = asked if asked in MEASURES else MEASURES[0]
    sheets, heard = published.public_sheets(session), public_list.gathered(session)
    projects = public_view.exchange(session, ProjectQuery(), today=today, lang=lang).projects
    areas = _areas(session, sheets, {code for one in projects for code in one.words.places})
    voices, wider = _voices(heard, areas)
    counted = {
        "voix": voices, "besoins": _needs(heard, areas), "annonce": _announced(sheets),
        "projets": _seeking(projects, areas),
    }  # fmt: skip
    points = place_points(session, areas.compared)
    plain = [AreaLine(code, points[code], {name: counted[name].get(code, 0) for name in MEASURES}) for code in points]
    edges = picture.tone_edges(one.values[measure] for one in plain)
    lines = [replace(one, tone=picture.tone_of(one.values[measure], edges)) for one in plain]
    lines.sort(key=lambda one: (-one.values[measure], one.place.name))
    shapes = shapes_of(session, sorted({*points, *areas.home_codes}))
    drawn = picture.draw(lines, replace(sheets, areas=areas), shapes)
    k = max((group.k for group in heard.groups), default=1)
    return AreaMap(measure, lines, edges, drawn, _with_room(drawn, lines), wider, k)


def _areas(session: AnySession, sheets: PublicSheets, more: Collection[str]) -> Areas:
    """All compared places, whether anything is known of them or not; `more` are places that must be known."""
    programmes = public_list.public_programmes(session)
    homes = {path for path, _ in sheets.areas.homes.values()}
    compared = places_to_compare(session, homes, compared_level())
    return areas_of(session, programmes, {*sheets.areas.paths, *compared, *more})


def _voices(heard: PublicList, areas: Areas) -> tuple[dict[str, int], int]:
    found: dict[str, int] = {}
    wider = 0
    for group in heard.groups:
        places = areas.of(group.programme, [group.place])
        if places:
            found[places[0]] = found.get(places[0], 0) + (group.voices or 0)
        else:
            wider += group.voices or 0
    return found, wider


def _needs(heard: PublicList, areas: Areas) -> dict[str, int]:
    found: dict[str, int] = {}
    for group in heard.groups:
        for code in areas.of(group.programme, [group.place]):
            found[code] = found.get(code, 0) + 1
    return found


def _announced(sheets: PublicSheets) -> dict[str, int]:
    lines = picture.place_lines(sheets.initiatives, sheets.areas.name)
    return {one.code: one.figure.committed for one in lines}


def _seeking(projects: Iterable[PublicProject], areas: Areas) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in projects:
        for code in areas.of(one.programme, one.words.places) if one.state is SEEKS else ():
            found[code] = found.get(code, 0) + 1
    return found


def _with_room(drawn: CsrMap | None, lines: Sequence[AreaLine]) -> frozenset[str]:
    """The places whose names touch no name written before, those of the most first."""
    if drawn is None:
        return frozenset()
    names = {one.code: one.place.name for one in lines}
    taken: list[tuple[float, float, float]] = []
    found = set()
    for shape in drawn.shapes[:MOST_NAMES]:
        if shape.point is None:
            continue
        x, y, half = *shape.point, len(names[shape.code]) * CHARACTER / 2
        inside = half <= x <= drawn.width - half
        if inside and all(abs(x - a) > half + b or abs(y - c) > HEIGHT for a, c, b in taken):
            taken.append((x, y, half))
            found.add(shape.code)
    return frozenset(found)
