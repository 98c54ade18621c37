"""Maps without tiles: which degrees are shown, and where on the picture they fall (SVG). Pure.

For a country or a part of one, plain degrees scaled by the cosine of the middle latitude are true enough.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.base.geo import Position, outlines

METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Picture:
    """The view box, and what stays free at its edges, in units."""

    width: float
    height: float
    margin: float


@dataclass(frozen=True, slots=True)
class Frame:
    """How degrees become units: the middle of what is shown, units a degree, and the latitude's cosine."""

    picture: Picture
    middle: Position
    per_degree: float
    squeeze: float

    @property
    def per_metre(self) -> float:
        """Units a metre."""
        return self.per_degree / METRES_PER_DEGREE

    def at(self, spot: Position) -> tuple[float, float]:
        """Where a position falls; north is up."""
        x = self.picture.width / 2 + (spot[1] - self.middle[1]) * self.squeeze * self.per_degree
        y = self.picture.height / 2 - (spot[0] - self.middle[0]) * self.per_degree
        return round(x, 1), round(y, 1)


def frame(picture: Picture, marks: Sequence[Position], *, least: float) -> Frame:
    """The frame in which all marks are seen, and at least so many degrees."""
    south, north = min(lat for lat, _ in marks), max(lat for lat, _ in marks)
    west, east = min(lng for _, lng in marks), max(lng for _, lng in marks)
    middle = (south + north) / 2, (west + east) / 2
    squeeze = max(math.cos(math.radians(middle[0])), 0.01)
    tall, wide = max(north - south, least), max((east - west) * squeeze, least)
    room = (picture.height - 2 * picture.margin) / tall, (picture.width - 2 * picture.margin) / wide
    return Frame(picture, middle, min(room), squeeze)


def rings(geometry: Mapping[str, Any]) -> Iterator[list[Position]]:
    """The rings of a polygon or of several; none of anything else."""
    for polygon in outlines(geometry):
        for ring in polygon:
            yield [(float(at[1]), float(at[0])) for at in ring]


def paths(
    outlines: Sequence[tuple[str, Mapping[str, Any]]], shown: Frame, *, least: float = 0.0
) -> tuple[tuple[str, str], ...]:
    """(class, SVG path) of outlines given as (class, GeoJSON geometry), without those too small to be seen."""
    return tuple((kind, drawn) for kind, geometry in outlines if (drawn := path(geometry, shown, least=least)))


def path(geometry: Mapping[str, Any], shown: Frame, *, least: float = 0.0) -> str:
    """The outline in whole units: corners that fall on the same spot are drawn once. Empty when its larger side is less
    than `least`."""
    corners = [shown.at(at) for ring in rings(geometry) for at in ring]
    if max((max(side) - min(side) for side in zip(*corners, strict=True)), default=0.0) < least:
        return ""
    return "".join(_ring_path(ring, shown) for ring in rings(geometry))


def _ring_path(ring: Sequence[Position], shown: Frame) -> str:
    """Empty for a ring that encloses nothing at this scale."""
    corners: list[tuple[int, int]] = []
    for at in ring:
        x, y = shown.at(at)
        corner = (round(x), round(y))
        if not corners or corner != corners[-1]:
            corners.append(corner)
    return "M" + "L".join(f"{x} {y}" for x, y in corners) + "Z" if len(corners) > 3 else ""
