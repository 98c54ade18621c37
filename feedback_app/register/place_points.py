"""Can these points be right? Each is compared with what is known around it: an outline, a parent, the others. Pure.

A point that would be right with its axes swapped or its sign turned is a fault; one that is only far away is a doubt,
which a person may answer; and where nothing is known to compare with, that is said.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from feedback_app.base.faults import Fault
from feedback_app.base.geo import Position, distance_km, km_outside, middle

FROM_OUTLINE_KM = 15.0
"""Outlines are simplified, and a village's fields lie across a border."""
FROM_PARENT_KM = 200.0
FROM_COUNTRY_KM = 1200.0
FEWEST_OTHERS = 4
FEWEST_AROUND = 8
"""Points by which one can say where the places of a parent lie."""
AROUND_KM = 60.0
AROUND_COUNTRY_KM = 300.0


@dataclass(frozen=True, slots=True)
class Located:
    """A place whose point is looked at."""

    row: int
    code: str
    path: str
    at: Position
    is_outline: bool = False


@dataclass(slots=True)
class PointFindings:
    """What was found of points: what is wrong, what is doubtful, what could not be compared."""

    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """What is known around: points, names and outlines by code, of the database and of the file."""

    points: Mapping[str, Position]
    names: Mapping[str, str]
    shapes: Mapping[str, Mapping[str, Any]]
    paths: Mapping[str, str]
    settled: frozenset[str] = frozenset()
    """Codes of countries of which the database holds points or outlines already."""


@dataclass(frozen=True, slots=True)
class _Reference:
    """Something to compare with: how far a point is from it, and how far is too far."""

    name: str
    km: Callable[[Position], float]
    most: float

    def fits(self, at: Position) -> bool:
        return self.km(at) <= self.most


def check_points(found: Sequence[Located], known: PlaceContext) -> PointFindings:
    """Looks at each point."""
    seen = PointFindings()
    others = _Others(known)
    unchecked = 0
    for one in found:
        references = [*_nearest(one, known), *others.around(one)]
        if _is_zero(one.at) and not any(each.fits(one.at) for each in references[:1]):
            seen.faults.append(Fault(one.row, _column(one), "point-zero", one.code))
        elif not _judge(one, references, seen) and not _turned_elsewhere(one, others, seen):
            unchecked += not references
    if unchecked:
        seen.remarks.append(Fault(0, "lat", "points-not-checked", str(unchecked)))
    return seen


def _is_zero(at: Position) -> bool:
    return abs(at[0]) < 0.01 and abs(at[1]) < 0.01


def _column(one: Located) -> str:
    return "geometry" if one.is_outline else "lat"


def _judge(one: Located, references: Sequence[_Reference], seen: PointFindings) -> bool:
    """Notes what is wrong with a point by the first reference that it does not fit; whether anything is."""
    for reference in references:
        if reference.fits(one.at):
            continue
        why = next((reason for reason, turned in _turned(one.at) if reference.fits(turned)), None)
        noted = Fault(one.row, _column(one), why or "point-far", _distance_note(one, reference))
        (seen.faults if why else seen.doubts).append(noted)
        return True
    return False


def _turned_elsewhere(one: Located, others: _Others, seen: PointFindings) -> bool:
    """A country of which nothing is known yet: would it lie among those that are known, if it were turned?"""
    for reference in others.elsewhere(one):
        if not reference.fits(one.at) and reference.fits((one.at[1], one.at[0])):
            seen.doubts.append(Fault(one.row, _column(one), "point-swapped", _distance_note(one, reference)))
            return True
    return False


def _distance_note(one: Located, reference: _Reference) -> str:
    lat, lng = one.at
    return f"{one.code}: {lat:g}; {lng:g} · {reference.km(one.at):.0f} km · {reference.name}"[:200]


def _turned(at: Position) -> Iterator[tuple[str, Position]]:
    """The same numbers as somebody may have meant them."""
    lat, lng = at
    if abs(lng) <= 90:
        yield "point-swapped", (lng, lat)
    yield "point-sign", (lat, -lng)
    yield "point-sign", (-lat, lng)
    if abs(lng) <= 90:
        yield "point-swapped", (lng, -lat)
        yield "point-swapped", (-lng, lat)


def _above(path: str) -> list[str]:
    """The codes above a place, the nearest first."""
    return path.strip("/").split("/")[-2::-1]


def _nearest(one: Located, known: PlaceContext) -> Iterator[_Reference]:
    """The one thing nearest to a place: its own outline or one above it, else a point above it."""
    above = _above(one.path)
    for code in above if one.is_outline else [one.code, *above]:
        if code in known.shapes:
            yield _outline(code, known)
            return
    for code in [one.code, *above] if one.is_outline else above:
        if code in known.points:
            is_root = known.paths.get(code, "/").count("/") <= 2
            most = FROM_COUNTRY_KM if is_root else FROM_PARENT_KM
            yield _Reference(known.names.get(code, code), _distance_to(known.points[code]), most)
            return


def _outline(code: str, known: PlaceContext) -> _Reference:
    shape = known.shapes[code]
    return _Reference(known.names.get(code, code), lambda at: km_outside(at, shape), FROM_OUTLINE_KM)


def _distance_to(there: Position) -> Callable[[Position], float]:
    return lambda at: distance_km(at, there)


class _Others:
    """Where the other places of a parent and of a country are, by the middle of many, which one that is swapped does
    not move."""

    def __init__(self, known: PlaceContext) -> None:
        self._known = known
        self._under: dict[str, list[Position]] = {}
        self._crowds: dict[str, list[_Reference]] = {}
        self._elsewhere: dict[str, list[_Reference]] = {}
        for code, at in known.points.items():
            for above in _above(known.paths.get(code, "/")):
                self._under.setdefault(above, []).append(at)

    def around(self, one: Located) -> Iterator[_Reference]:
        """The crowd of the nearest parent that has one, and that of the country."""
        above = _above(one.path) or [one.code]
        near = next((code for code in above[:-1] if len(self._under.get(code, ())) >= FEWEST_AROUND), None)
        if near is not None and not any(code in self._known.shapes for code in above[: above.index(near) + 1]):
            yield from self._crowd_of(near, wide=AROUND_KM)
        yield from self._crowd_of(above[-1], wide=AROUND_COUNTRY_KM)

    def _crowd_of(self, code: str, *, wide: float) -> list[_Reference]:
        if code not in self._crowds:
            self._crowds[code] = _crowd(self._under.get(code, ()), self._known.names.get(code, code), wide=wide)
        return self._crowds[code]

    def elsewhere(self, one: Located) -> list[_Reference]:
        root = _root(one.path)
        if root in self._known.settled:
            return []
        if root not in self._elsewhere:
            shapes = [shape for code, shape in self._known.shapes.items() if self._root_of(code) != root]
            points = [at for code, at in self._known.points.items() if self._root_of(code) != root]
            self._elsewhere[root] = _crowd([*filter(None, map(middle, shapes)), *points], "…", wide=AROUND_COUNTRY_KM)
        return self._elsewhere[root]

    def _root_of(self, code: str) -> str:
        return _root(self._known.paths.get(code, "/"))


def _root(path: str) -> str:
    return path.strip("/").split("/")[0]


def _crowd(points: Iterable[Position], name: str, *, wide: float) -> list[_Reference]:
    """The reference that many points make; none of few."""
    found = list(points)
    if len(found) < FEWEST_OTHERS:
        return []
    centre = statistics.median(at[0] for at in found), statistics.median(at[1] for at in found)
    spread = sorted(distance_km(at, centre) for at in found)[int(len(found) * 0.75)]
    return [_Reference(name, lambda at: distance_km(at, centre), 3 * spread + wide)]
