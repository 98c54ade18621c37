"""Distances and outlines on the globe, well enough to see whether a point can be right. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Position = tuple[float, float]
"""(latitude, longitude)"""
KM_A_DEGREE = 111.2


def distance_km(a: Position, b: Position) -> float:
    """Along the globe."""
    (lat, lng), (lat2, lng2) = ((math.radians(one[0]), math.radians(one[1])) for one in (a, b))
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lng2 - lng) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(half)))


def outlines(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[Any]]]:
    """The polygons of a GeoJSON geometry, each a list of rings of [longitude, latitude]."""
    if geometry.get("type") == "Polygon":
        yield geometry.get("coordinates") or []
    elif geometry.get("type") == "MultiPolygon":
        yield from geometry.get("coordinates") or []


def lies_in(point: Position, geometry: Mapping[str, Any]) -> bool:
    """Whether a point is inside: in a polygon and in none of its holes."""
    return any(sum(_in_ring(point, ring) for ring in polygon) % 2 == 1 for polygon in outlines(geometry))


def _in_ring(point: Position, ring: Sequence[Any]) -> bool:
    lat, lng = point
    inside = False
    x, y = ring[-1][0], ring[-1][1]
    for corner in ring:
        x2, y2 = corner[0], corner[1]
        if (y > lat) != (y2 > lat) and lng < (x2 - x) * (lat - y) / (y2 - y) + x:
            inside = not inside
        x, y = x2, y2
    return inside


def km_outside(point: Position, geometry: Mapping[str, Any]) -> float:
    """How far a point is from an outline; 0 inside."""
    if lies_in(point, geometry):
        return 0.0
    return min((_km_to_ring(point, ring) for polygon in outlines(geometry) for ring in polygon), default=math.inf)


def _km_to_ring(point: Position, ring: Sequence[Any]) -> float:
    lat, lng = point
    narrow = math.cos(math.radians(lat))
    corners = [((corner[0] - lng) * narrow, corner[1] - lat) for corner in ring]
    return KM_A_DEGREE * min(_to_side(*corners[at - 1], *corners[at]) for at in range(1, len(corners)))


def _to_side(x: float, y: float, x2: float, y2: float) -> float:
    """How far the origin is from a line between two points."""
    along_x, along_y = x2 - x, y2 - y
    length = along_x * along_x + along_y * along_y
    share = 0.0 if length == 0 else max(0.0, min(1.0, -(x * along_x + y * along_y) / length))
    return math.hypot(x + share * along_x, y + share * along_y)


def middle(geometry: Mapping[str, Any]) -> Position:
    """Where the corners of an outline are on average: near enough to say which part of the world it is in."""
    corners = [corner for polygon in outlines(geometry) for corner in polygon[0]]
    return sum(one[1] for one in corners) / len(corners), sum(one[0] for one in corners) / len(corners)
