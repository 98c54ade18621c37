"""The portfolio's map, drawn without tiles: outlines, a point a place as large as its voices, names beside. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.base.geo import Position
from feedback_app.base.map_frame import Picture, frame, paths, rings

PICTURE = Picture(width=640.0, height=480.0, margin=44.0)
SMALLEST, LARGEST = 7.0, 26.0
"""Radius of a point, in units."""
LEAST_SPAN = 0.2
"""Degrees shown at least, so that one lone place has some land around it."""
TEXT, CHARACTER = 15.0, 7.6
"""Height of a name and the width of a letter, in units."""
MOST_NAMES = 24
SPECK = 70.0
"""Units of the larger side below which an outline is no more than a point."""


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place to draw: `weight` makes it large, `name` is written beside it."""

    code: str
    name: str
    at: Position
    weight: int


@dataclass(frozen=True, slots=True)
class Point:
    """A drawn place. `label` is where its name begins (or ends: `anchor`); None where there was no room."""

    code: str
    x: float
    y: float
    radius: float
    label: tuple[float, float] | None
    anchor: str


@dataclass(frozen=True, slots=True)
class Map:
    """What the template draws: outlines as SVG paths, the widest first, and points, the largest first."""

    outlines: tuple[tuple[str, str], ...]
    """(class, SVG path)"""
    points: tuple[Point, ...]
    width: float = PICTURE.width
    height: float = PICTURE.height


def draw(
    places: Sequence[MapPlace], *, outlines: Sequence[tuple[str, Mapping[str, Any]]], within: Mapping[str, Any] | None
) -> Map | None:
    """The map of these places; None when there is none.

    `outlines` are (class, GeoJSON geometry), the widest first; those too small to differ from a point are left out.
    `within` (a geometry) widens what is shown.
    """
    if not places:
        return None
    edge = [at for ring in rings(within or {}) for at in ring]
    shown = frame(PICTURE, [*(place.at for place in places), *edge], least=LEAST_SPAN)
    largest = max(place.weight for place in places)
    ranked = sorted(places, key=lambda place: (-place.weight, place.code))
    circles = [(place, *shown.at(place.at), _radius(place.weight, largest)) for place in ranked]
    taken = [(x - r, y - r, x + r, y + r) for _, x, y, r in circles]
    points: list[Point] = []
    for place, x, y, radius in circles:
        room = _room(place.name, x, y, radius, taken) if len(points) < MOST_NAMES else None
        if room:
            taken.append(room[2])
        points.append(Point(place.code, x, y, radius, room[0] if room else None, room[1] if room else "start"))
    return Map(paths(outlines, shown, least=SPECK), tuple(points))


def _radius(weight: int, largest: int) -> float:
    """By area: twice the voices, twice the ink."""
    return round(max(SMALLEST, LARGEST * math.sqrt(weight / largest)) if largest else SMALLEST, 1)


Box = tuple[float, float, float, float]


def _room(name: str, x: float, y: float, radius: float, taken: Sequence[Box]) -> tuple[Position, str, Box] | None:
    """Where a name fits beside its point without touching what is there: right, left, above, below."""
    wide = len(name) * CHARACTER
    tries = (
        ((x + radius + 5, y + TEXT / 3), "start", x + radius + 4),
        ((x - radius - 5, y + TEXT / 3), "end", x - radius - 4 - wide),
        ((x, y - radius - 6), "middle", x - wide / 2),
        ((x, y + radius + TEXT), "middle", x - wide / 2),
    )
    for at, anchor, left in tries:
        box = (left, at[1] - TEXT, left + wide, at[1] + 3)
        inside = box[0] >= 2 and box[2] <= PICTURE.width - 2 and box[1] >= 2 and box[3] <= PICTURE.height - 2
        if inside and not any(_touch(box, other) for other in taken):
            return (round(at[0], 1), round(at[1], 1)), anchor, box
    return None


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
