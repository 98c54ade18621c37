"""What speaks against a record's position, and how far it lies from the place it is about. Pure.

Nothing is refused for it: the record is stored, and who reviews it sees the doubt. The phone says the same before a
point is saved (static/pwa/src/domain/position.ts); both are tested with tests/vectors/positions.json.
"""

from __future__ import annotations

from dataclasses import dataclass

from feedback_app.base.geo import distance_km

ZERO_DEGREES = 0.01
"""(0, 0) is what a receiver without a fix says: about a kilometre of the sea off Ghana."""
WIDE_M = 200.0
REACH_KM = {"locality": 20, "sous_prefecture": 40, "departement": 80, "region": 150, "district": 250, "country": 700}
"""What belongs to a place lies at most so far from its middle."""

Point = tuple[float, float, float | None]


@dataclass(frozen=True, slots=True)
class PlaceLocation:
    """Where a place lies: its own point, else that of what it lies in."""

    name: str
    level: str
    lat: float
    lon: float

    @property
    def reach_km(self) -> float:
        """How far from this point what belongs to the place may still be."""
        return REACH_KM.get(self.level, REACH_KM["locality"])


def is_zero(lat: float, lon: float) -> bool:
    """Whether this is about 0, 0: what a receiver without a fix reports."""
    return abs(lat) < ZERO_DEGREES and abs(lon) < ZERO_DEGREES


def distance_to(point: Point, place: PlaceLocation) -> float:
    """How far a point lies from a place, in km."""
    return distance_km(point[:2], (place.lat, place.lon))


def doubts(point: Point, place: PlaceLocation | None) -> list[str]:
    """What speaks against a point, as codes, the gravest first: `zero`, `far`, `exact`, `wide`.

    `exact` is an accuracy of 0 m, which no receiver has.
    """
    lat, lon, accuracy = point
    if is_zero(lat, lon):
        return ["zero"]
    found = []
    if place and distance_to(point, place) - (accuracy or 0) / 1000 > place.reach_km:
        found.append("far")
    if accuracy == 0:
        found.append("exact")
    if accuracy is not None and accuracy > WIDE_M:
        found.append("wide")
    return found


@dataclass(frozen=True, slots=True)
class LocationView:
    """A point beside its place. `apart` is how far from `place`, in words: None where nothing says where that lies."""

    apart: str | None
    place: str
    doubts: tuple[str, ...]


def location_view(point: Point, place: PlaceLocation | None, lang: str) -> LocationView:
    """What the record's page says of its point."""
    if place is None:
        return LocationView(None, "", tuple(doubts(point, place)))
    apart = distance_to(point, place)
    return LocationView(length(apart, lang), place.name, tuple(doubts(point, place)))


def length(km: float, lang: str) -> str:
    """`800 m`, `3,4 km`, `4 800 km`."""
    if km < 1:
        return f"{km * 1000:.0f}\u00a0m"
    words = f"{km:.1f}" if km < 10 else f"{km:,.0f}"
    if lang == "fr":
        words = words.replace(",", "\u202f").replace(".", ",")
    return f"{words}\u00a0km"
