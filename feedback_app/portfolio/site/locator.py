"""Where a place is: its outline or point within the land around it, and the places in it of which voices are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from feedback_app.base.db import AnySession
from feedback_app.base.geo import middle
from feedback_app.portfolio.listing import atlas
from feedback_app.portfolio.listing.view import PlaceLine
from feedback_app.register.lookup_store import PlacePoint
from feedback_app.register.store import shapes_of


def locate(
    session: AnySession, way: Sequence[PlacePoint], heard: Sequence[PlaceLine], homes: Iterable[str]
) -> atlas.Map | None:
    """The map of a place, which is the last of `way`; None where neither it nor anything around it has a position."""
    here = way[-1]
    home = min(homes, key=len).strip("/").rpartition("/")[2]
    spots = [_spot(line) for line in heard if line.place.latitude is not None]
    codes = {point.code for point in way} | {home} | {spot.code for spot in spots}
    shapes = shapes_of(session, sorted(codes))
    drawn = [spot for spot in spots if spot]
    if here.code not in {spot.code for spot in drawn} and (at := _at(here, shapes)):
        drawn.append(atlas.MapPlace(here.code, here.name, at, 0))
    outlines = [
        ("here" if point.code == here.code else "land" if point.code == home else "around", shapes[point.code])
        for point in way
        if point.code in shapes
    ]
    within = shapes.get(here.code) or next((shapes[one.code] for one in reversed(way) if one.code in shapes), None)
    return atlas.draw(drawn, outlines=outlines, within=within)


def _spot(line: PlaceLine) -> atlas.MapPlace:
    place = line.place
    return atlas.MapPlace(place.code, place.name, (place.latitude or 0.0, place.longitude or 0.0), line.figure.voices)


def _at(place: PlacePoint, shapes: dict[str, dict[str, object]]) -> tuple[float, float] | None:
    if place.latitude is not None and place.longitude is not None:
        return place.latitude, place.longitude
    return middle(shapes[place.code]) if place.code in shapes else None
