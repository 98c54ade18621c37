"""The portfolio's map, drawn without tiles: outlines, a point a place as large as its voices, names beside. Pure.

Coordinates come out in the units of a WIDTH × HEIGHT view box; for a country, plain degrees scaled by the cosine of
the middle latitude are true enough.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT, MARGIN = 640.0, 480.0, 44.0
SMALLEST, LARGEST = 7.0, 26.0
"""Radius of a point, in units."""
LEAST_SPAN = 0.2
"""Degrees shown at least, so that one lone place has some land around it."""
TEXT, LETTER = 15.0, 7.6
"""Height of a name and the width of a letter, in units."""
MOST_NAMES = 24
SPECK = 70.0

LatLon = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to draw: `weight` makes it large, `name` stands beside it."""

    code: str
    name: str
    at: LatLon
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
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class _Frame:
    lat: float
    lon: float
    scale: float
    squeeze: float

    def at(self, spot: LatLon) -> tuple[float, float]:
        x = WIDTH / 2 + (spot[1] - self.lon) * self.squeeze * self.scale
        y = HEIGHT / 2 - (spot[0] - self.lat) * self.scale
        return round(x, 1), round(y, 1)


def draw(
    spots: Sequence[Spot], *, outlines: Sequence[tuple[str, Mapping[str, Any]]], ground: Mapping[str, Any] | None
) -> Map | None:
    """The map of these places; None when there is none.

    `outlines` are (class, GeoJSON geometry), the widest first; those too small to be told from a point are left out.
    `ground` (a geometry) widens what is shown.
    """
    if not spots:
        return None
    edge = [at for ring in _rings(ground or {}) for at in ring]
    frame = _frame([*(spot.at for spot in spots), *edge])
    largest = max(spot.weight for spot in spots)
    ranked = sorted(spots, key=lambda spot: (-spot.weight, spot.code))
    circles = [(spot, *frame.at(spot.at), _radius(spot.weight, largest)) for spot in ranked]
    taken = [(x - r, y - r, x + r, y + r) for _, x, y, r in circles]
    points: list[Point] = []
    for spot, x, y, radius in circles:
        room = _room(spot.name, x, y, radius, taken) if len(points) < MOST_NAMES else None
        if room:
            taken.append(room[2])
        points.append(Point(spot.code, x, y, radius, room[0] if room else None, room[1] if room else "start"))
    paths = tuple((kind, path) for kind, geometry in outlines if (path := _path(geometry, frame)))
    return Map(paths, tuple(points))


def _frame(marks: Sequence[LatLon]) -> _Frame:
    south, north = min(lat for lat, _ in marks), max(lat for lat, _ in marks)
    west, east = min(lon for _, lon in marks), max(lon for _, lon in marks)
    lat, lon = (south + north) / 2, (west + east) / 2
    squeeze = max(math.cos(math.radians(lat)), 0.01)
    tall, wide = max(north - south, LEAST_SPAN), max((east - west) * squeeze, LEAST_SPAN)
    return _Frame(lat, lon, min((HEIGHT - 2 * MARGIN) / tall, (WIDTH - 2 * MARGIN) / wide), squeeze)


def _radius(weight: int, largest: int) -> float:
    """By area: twice the voices, twice the ink."""
    return round(max(SMALLEST, LARGEST * math.sqrt(weight / largest)) if largest else SMALLEST, 1)


Box = tuple[float, float, float, float]


def _room(name: str, x: float, y: float, radius: float, taken: Sequence[Box]) -> tuple[LatLon, str, Box] | None:
    """Where a name fits beside its point without touching what is there: right, left, above, below."""
    wide = len(name) * LETTER
    tries = (
        ((x + radius + 5, y + TEXT / 3), "start", x + radius + 4),
        ((x - radius - 5, y + TEXT / 3), "end", x - radius - 4 - wide),
        ((x, y - radius - 6), "middle", x - wide / 2),
        ((x, y + radius + TEXT), "middle", x - wide / 2),
    )
    for at, anchor, left in tries:
        box = (left, at[1] - TEXT, left + wide, at[1] + 3)
        inside = box[0] >= 2 and box[2] <= WIDTH - 2 and box[1] >= 2 and box[3] <= HEIGHT - 2
        if inside and not any(_touch(box, other) for other in taken):
            return (round(at[0], 1), round(at[1], 1)), anchor, box
    return None


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _spread(geometry: Mapping[str, Any], frame: _Frame) -> float:
    """The larger side of what an outline covers, in units."""
    corners = [frame.at(at) for ring in _rings(geometry) for at in ring]
    return max((max(side) - min(side) for side in zip(*corners, strict=True)), default=0.0)


def middle(geometry: Mapping[str, Any]) -> LatLon | None:
    """The centre of gravity of the largest ring of an outline; None without one."""
    rings = [_centre(ring) for ring in _rings(geometry) if len(ring) > 2]
    return max(rings, key=lambda one: one[0])[1] if rings else None


def _centre(ring: Sequence[LatLon]) -> tuple[float, LatLon]:
    area = lat = lon = 0.0
    for (y1, x1), (y2, x2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross
        lat += (y1 + y2) * cross
        lon += (x1 + x2) * cross
    if abs(area) < 1e-12:
        return 0.0, ring[0]
    return abs(area) / 2, (lat / (3 * area), lon / (3 * area))


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[LatLon]]:
    """The rings of a polygon or of several, as (lat, lon)."""
    coordinates = geometry.get("coordinates") or []
    kind = geometry.get("type")
    for polygon in [coordinates] if kind == "Polygon" else coordinates if kind == "MultiPolygon" else []:
        for ring in polygon:
            yield [(float(at[1]), float(at[0])) for at in ring]


def _path(geometry: Mapping[str, Any], frame: _Frame) -> str:
    """The outline in whole units: corners that fall on the same spot are said once; empty for a speck."""
    if _spread(geometry, frame) < SPECK:
        return ""
    parts = []
    for ring in _rings(geometry):
        corners: list[tuple[int, int]] = []
        for at in ring:
            x, y = frame.at(at)
            corner = (round(x), round(y))
            if not corners or corner != corners[-1]:
                corners.append(corner)
        if len(corners) > 3:
            parts.append("M" + "L".join(f"{x} {y}" for x, y in corners) + "Z")
    return "".join(parts)
