"""GeoJSON (RFC 7946), for maps. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from feedback_app.portfolio.output import Format, PortfolioPage, head
from schemas.portfolio import FEATURES


def write(page: PortfolioPage) -> bytes:
    """A FeatureCollection: a feature a need, at its (coarse) place; no geometry where that is unknown."""
    collection = {"type": "FeatureCollection", **head(page), "features": [_feature(line) for line in page.lines]}
    return orjson.dumps(collection)


def _feature(line: Mapping[str, Any]) -> dict[str, Any]:
    place = line["place"]
    at = (place["longitude"], place["latitude"])
    geometry = {"type": "Point", "coordinates": at} if None not in at else None
    properties = {key: value for key, value in line.items() if key not in {"id", "place"}}
    where = {key: place[key] for key in ("code", "name", "label", "level")}
    return {"type": "Feature", "id": line["id"], "geometry": geometry, "properties": {"place": where, **properties}}


FORMAT = Format(
    rank=10,
    ending=".geojson",
    media_type="application/geo+json",
    write=write,
    label={"fr": "GeoJSON", "en": "GeoJSON"},
    about="""List accepted needs for maps, a feature a need.

    The geometry is the point of the (coarse) place, null where it is not known. Properties as in the JSON list.
    """,
    content="An RFC 7946 FeatureCollection",
    schema=FEATURES,
)
