"""The public CSR page: what is asked for, its figures by place, the map, and what may be chosen. Pure but for shapes,
which are handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from feedback_app.base.geo import middle
from feedback_app.base.map_frame import Picture, frame, path, rings
from feedback_app.portfolio.csr.published import Initiative, PublicSheets

PICTURE = Picture(width=640.0, height=480.0, margin=28.0)
TONES = 4
"""Steps of colour of known amounts; 0 is for a place of which no amount is known."""


@dataclass(frozen=True, slots=True)
class CsrQuery:
    """What the page is asked for; empty asks for everything."""

    sector: str = ""
    subject: str = ""
    goal: str = ""
    year: int = 0
    place: str = ""


def asked_for(some: Iterable[Initiative], asked: CsrQuery) -> list[Initiative]:
    """The initiatives that fit."""
    return [
        one
        for one in some
        if (not asked.sector or asked.sector in one.sectors)
        and (not asked.subject or asked.subject in one.subjects)
        and (not asked.goal or asked.goal in one.goals)
        and (not asked.year or one.runs_in(asked.year))
        and (not asked.place or asked.place in one.areas)
    ]


@dataclass(frozen=True, slots=True)
class Sums:
    """How many initiatives, and what is known of their amounts."""

    count: int
    committed: int
    paid: int
    unknown: int
    """How many have no announced amount that is known."""


def sums(some: Sequence[Initiative]) -> Sums:
    """The figures of some initiatives."""
    return Sums(
        count=len(some),
        committed=sum(one.committed or 0 for one in some),
        paid=sum(one.paid or 0 for one in some),
        unknown=sum(one.committed is None for one in some),
    )


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A compared place: initiatives that are there, and the amounts of those that are nowhere else."""

    code: str
    name: str
    figure: Sums
    shared: int
    """Initiatives that are in other compared places too: how their money is divided is not known."""
    tone: int


class ShapeLine(Protocol):
    """A place that is drawn, with its step of colour."""

    @property
    def code(self) -> str: ...
    @property
    def tone(self) -> int: ...


@dataclass(frozen=True, slots=True)
class MapShape:
    """A place on the map: its outline, or a point where it has none."""

    code: str
    tone: int
    outline: str
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class CsrMap:
    """What the template draws."""

    land: Sequence[str]
    shapes: Sequence[MapShape]
    width: float = PICTURE.width
    height: float = PICTURE.height


def place_lines(some: Sequence[Initiative], name: Callable[[str], str]) -> list[PlaceLine]:
    """The compared places with their figures, the most money first."""
    codes = dict.fromkeys(code for one in some for code in one.areas)
    found = []
    for code in codes:
        here = [one for one in some if code in one.areas]
        only = [one for one in here if len(one.areas) == 1]
        known = sums(only)
        figure = Sums(len(here), known.committed, known.paid, sum(one.committed is None for one in here))
        found.append(PlaceLine(code, name(code), figure, len(here) - len(only), 0))
    edges = tone_edges([one.figure.committed for one in found])
    lines = [
        PlaceLine(one.code, one.name, one.figure, one.shared, tone_of(one.figure.committed, edges)) for one in found
    ]
    return sorted(lines, key=lambda one: (-one.figure.committed, -one.figure.count, one.name))


def tone_edges(amounts: Iterable[int]) -> list[int]:
    """The least amount of each step of colour: as many places in each as can be, and equal amounts in one."""
    known = sorted(one for one in amounts if one)
    return sorted({known[len(known) * step // TONES] for step in range(TONES)}) if known else []


def tone_of(amount: int, edges: Sequence[int]) -> int:
    """The step of colour of an amount, 1 for the least; 0 where none is known."""
    return sum(amount >= edge for edge in edges) if amount else 0


def draw(lines: Sequence[ShapeLine], sheets: PublicSheets, shapes: Mapping[str, Mapping[str, Any]]) -> CsrMap | None:
    """The map of these places; None where nothing of them can be drawn."""
    points = {one.code: _point(one.code, sheets, shapes) for one in lines}
    homes = [code for code in sheets.areas.home_codes if code in shapes]
    corners = [at for code in (*homes, *points) for ring in rings(shapes.get(code, {})) for at in ring]
    corners += [at for at in points.values() if at]
    if not lines or not corners:
        return None
    shown = frame(PICTURE, corners, least=0.2)
    drawn = []
    for one in lines:
        outline = path(shapes.get(one.code, {}), shown)
        at = points[one.code]
        if outline or at:
            drawn.append(MapShape(one.code, one.tone, outline, shown.at(at) if at else None))
    return CsrMap([path(shapes[code], shown) for code in homes], drawn)


def _point(code: str, sheets: PublicSheets, shapes: Mapping[str, Mapping[str, Any]]) -> tuple[float, float] | None:
    known = sheets.areas.points.get(code)
    if code in shapes and (at := middle(shapes[code])):
        return at
    if known is None or known.latitude is None or known.longitude is None:
        return None
    return known.latitude, known.longitude


def years_of(some: Iterable[Initiative]) -> list[int]:
    """The years in which any is known to run, the latest first; at most forty."""
    spans = [one.years for one in some if one.years]
    found = {year for first, last in spans for year in range(first, min(last, first + 40) + 1)}
    return sorted(found, reverse=True)[:40]
