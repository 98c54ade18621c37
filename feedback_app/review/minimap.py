"""A small map without tiles: the outline of the place, a point with its accuracy, a scale. Pure.

Coordinates come out in the units of a 320 × 220 view box; for an area that a person reviews, plain degrees scaled by
the latitude's cosine are true enough.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT, MARGIN = 320.0, 220.0, 14.0
METRES_PER_DEGREE = 111_320.0
LEAST_SPAN_M = 800.0

LatLon = tuple[float, float]


@dataclass(frozen=True, slots=True)
class MiniMap:
    """What the template draws. `shapes` are (class, SVG path); `scale` is (length in units, words)."""

    shapes: tuple[tuple[str, str], ...]
    point: tuple[float, float] | None
    near: float
    place: tuple[float, float] | None
    scale: tuple[float, str]


@dataclass(frozen=True, slots=True)
class _Frame:
    """How degrees become units: the middle of what is shown, units a metre, and the latitude's cosine."""

    lat: float
    lon: float
    per_metre: float
    squeeze: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        x = WIDTH / 2 + (lon - self.lon) * METRES_PER_DEGREE * self.squeeze * self.per_metre
        y = HEIGHT / 2 - (lat - self.lat) * METRES_PER_DEGREE * self.per_metre
        return round(x, 1), round(y, 1)


def draw(
    shapes: Sequence[tuple[str, Mapping[str, Any]]],
    *,
    point: tuple[float, float, float | None] | None,
    place: LatLon | None,
) -> MiniMap | None:
    """The map of a point and its place; None when there is nothing to show.

    `shapes` are (class, GeoJSON geometry), the one that sets the frame last. `point` is (lat, lon, accuracy in m).
    """
    near = point[2] or 0.0 if point else 0.0
    marks = [*([point[:2]] if point else []), *([place] if place else [])]
    outline = [at for ring in _rings(shapes[-1][1]) for at in ring] if shapes else []
    if not marks and not outline:
        return None
    frame = _frame([*marks, *outline], least=max(LEAST_SPAN_M, near * 3))
    paths = tuple((kind, path) for kind, geometry in shapes if (path := _path(geometry, frame)))
    return MiniMap(
        shapes=paths,
        point=frame.at(*point[:2]) if point else None,
        near=round(near * frame.per_metre, 1),
        place=frame.at(*place) if place else None,
        scale=_scale(frame),
    )


def _frame(marks: Sequence[LatLon], least: float) -> _Frame:
    south, north = min(lat for lat, _ in marks), max(lat for lat, _ in marks)
    west, east = min(lon for _, lon in marks), max(lon for _, lon in marks)
    lat, lon = (south + north) / 2, (west + east) / 2
    squeeze = max(math.cos(math.radians(lat)), 0.01)
    tall = max((north - south) * METRES_PER_DEGREE, least)
    wide = max((east - west) * METRES_PER_DEGREE * squeeze, least)
    return _Frame(lat, lon, min((HEIGHT - 2 * MARGIN) / tall, (WIDTH - 2 * MARGIN) / wide), squeeze)


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[LatLon]]:
    """The rings of a polygon or of several, as (lat, lon)."""
    coordinates = geometry.get("coordinates") or []
    polygons: Iterable[Any] = [coordinates] if geometry.get("type") == "Polygon" else coordinates
    if geometry.get("type") in {"Polygon", "MultiPolygon"}:
        for polygon in polygons:
            for ring in polygon:
                yield [(float(at[1]), float(at[0])) for at in ring]


def _path(geometry: Mapping[str, Any], frame: _Frame) -> str:
    """The outline in whole units: what falls on the same spot is said once."""
    parts = []
    for ring in _rings(geometry):
        spots: list[tuple[int, int]] = []
        for lat, lon in ring:
            x, y = frame.at(lat, lon)
            spot = (round(x), round(y))
            if not spots or spots[-1] != spot:
                spots.append(spot)
        if len(spots) > 2:
            parts.append("M" + "L".join(f"{x} {y}" for x, y in spots) + "Z")
    return "".join(parts)


def _scale(frame: _Frame) -> tuple[float, str]:
    """A round length of about a quarter of the width."""
    wanted = WIDTH / 4 / frame.per_metre
    power = 10 ** math.floor(math.log10(wanted))
    metres = next(step * power for step in (5, 2, 1) if step * power <= wanted)
    return round(metres * frame.per_metre, 1), f"{metres / 1000:.0f} km" if metres >= 1000 else f"{metres:.0f} m"
