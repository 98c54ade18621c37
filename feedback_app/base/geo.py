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
    return sum(lng < cut for cut in _cuts(lat, ring)) % 2 == 1


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


def middle(geometry: Mapping[str, Any]) -> Position | None:
    """A point inside the largest polygon; None of anything without one.

    Its centre of gravity, or, where that falls outside (a crescent, a hole), the middle of the longest stretch inside
    at the same latitude.
    """
    polygons = [polygon for polygon in outlines(geometry) if polygon and len(polygon[0]) > 2]
    if not polygons:
        return None
    (_, centre), largest = max(((_centroid(one[0]), one) for one in polygons), key=lambda found: found[0][0])
    if lies_in(centre, {"type": "Polygon", "coordinates": largest}):
        return centre
    lats = [corner[1] for corner in largest[0]]
    return _inside_at(centre[0], largest) or _inside_at((min(lats) + max(lats)) / 2, largest) or centre


def _centroid(ring: Sequence[Any]) -> tuple[float, Position]:
    """The area of a ring, in square degrees, and its centre of gravity, counted from its first corner for precision."""
    lng0, lat0 = ring[0][0], ring[0][1]
    corners = [(corner[0] - lng0, corner[1] - lat0) for corner in ring]
    area = lat = lng = 0.0
    for (x, y), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        cross = x * y2 - x2 * y
        area += cross
        lat += (y + y2) * cross
        lng += (x + x2) * cross
    if abs(area) < 1e-12:
        return 0.0, (lat0, lng0)
    return abs(area) / 2, (lat0 + lat / (3 * area), lng0 + lng / (3 * area))


def _inside_at(lat: float, polygon: Sequence[Sequence[Any]]) -> Position | None:
    """The middle of the longest stretch of a parallel inside a polygon; None where the parallel misses it."""
    cuts = sorted(lng for ring in polygon for lng in _cuts(lat, ring))
    stretches = list(zip(cuts[::2], cuts[1::2], strict=False))
    if not stretches:
        return None
    west, east = max(stretches, key=lambda one: one[1] - one[0])
    return lat, (west + east) / 2


def _cuts(lat: float, ring: Sequence[Any]) -> Iterator[float]:
    """The longitudes at which a parallel crosses a ring."""
    x, y = ring[-1][0], ring[-1][1]
    for corner in ring:
        x2, y2 = corner[0], corner[1]
        if (y > lat) != (y2 > lat):
            yield (x2 - x) * (lat - y) / (y2 - y) + x
        x, y = x2, y2
