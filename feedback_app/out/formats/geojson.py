"""GeoJSON (RFC 7946), for maps. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from feedback_app.out.dataset import Dataset, Feature, Features, Page
from feedback_app.out.format import Format

TERMS: Mapping[str, Any] = {
    "as_of": {"type": "string", "format": "date"},
    "licence": {"type": "string", "format": "uri"},
}


def write(dataset: Dataset, page: Page) -> bytes:
    """A FeatureCollection: a feature a row, at its (coarse) place; no geometry where that is unknown."""
    features = [_written(_features(dataset).feature(row)) for row in page.rows]
    return orjson.dumps({"type": "FeatureCollection", **page.head, "features": features})


def _written(feature: Feature) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": feature.point} if feature.point else None
    return {"type": "Feature", "id": feature.id, "geometry": geometry, "properties": feature.properties}


def _features(dataset: Dataset) -> Features:
    assert dataset.features, "not offered"
    return dataset.features


def _schema(dataset: Dataset) -> Mapping[str, Any]:
    schema = _features(dataset).schema
    return {**schema, "properties": {**schema["properties"], **TERMS}}


FORMAT = Format(
    rank=10,
    ending=".geojson",
    media_type="application/geo+json",
    write=write,
    label={"fr": "GeoJSON", "en": "GeoJSON"},
    about="""List {rows} for maps, a feature a {row}.

    The geometry is the point of the (coarse) place, null where it is not known. Properties as in the JSON list.
    """,
    content="An RFC 7946 FeatureCollection",
    schema=_schema,
    fits=lambda dataset: dataset.features is not None,
)
