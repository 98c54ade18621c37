"""Places (points) and outlines (polygons) out of a GeoJSON FeatureCollection. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from feedback_app.base.cells import fault_of_code, heading
from feedback_app.base.code_pages import NotText, decode
from feedback_app.base.faults import Fault, Unusable, refuse
from feedback_app.base.table_file import MOST_ROWS
from feedback_app.register.place_files import COLUMNS, LONGEST_CODE, PlaceFile, Shape, parts_given, take
from feedback_app.register.places import MAX_FILE, PlaceRow

MAX_POINTS = 200_000
_WGS84 = re.compile(r"(?:^|[:/#\s])(?:4326|4979|CRS84h?|WGS[ _]?84)$", re.IGNORECASE)
_BY_NAME = {heading(alias): column for column, aliases in COLUMNS.items() for alias in aliases}


def read_geojson(data: bytes) -> PlaceFile:
    """What a FeatureCollection says: `row` counts features from 1.

    Properties name the code (`code`, `pcode`), of points also parent, level and name. Raises `Unusable`.
    """
    features = _features(data)
    columns = _columns(features)
    places: list[PlaceRow] = []
    shapes: list[Shape] = []
    faults: list[Fault] = []
    remarks = _unknown(features)
    for number, feature in enumerate(features, start=1):
        _take_feature(number, feature, places, shapes, faults, remarks)
    first = {shape.code: shape.row for shape in reversed(shapes)}
    faults += [Fault(one.row, "code", "twice", one.code) for one in shapes if one.row != first[one.code]]
    if not places:
        remarks += [Fault(0, columns[name], "outline-only") for name in ("parent", "level", "name") if name in columns]
        columns = {name: written for name, written in columns.items() if name == "code"}
    found = PlaceFile(places, shapes, columns, tuple(remarks), needed=("level", "name"))
    if faults:
        raise Unusable(found.named(faults))
    return found


def _features(data: bytes) -> Sequence[Any]:
    if len(data) > MAX_FILE:
        raise refuse("too-large", f"{MAX_FILE >> 20} MiB")
    document = _document(data)
    if isinstance(document, dict) and document.get("type") == "Feature":
        document = {"features": [document], "crs": document.get("crs")}
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or len(features) > MOST_ROWS:
        raise refuse("not-a-feature-collection", column="features")
    if (system := _system(document)) is not None:
        raise refuse("crs-not-wgs84", system, column="crs")
    return features


def _document(data: bytes) -> Any:
    try:
        document = decode(data)
    except NotText:
        raise refuse("not-json") from None
    if not document.page.startswith("utf"):
        raise refuse("json-not-utf8")
    try:
        return orjson.loads(document.text)
    except orjson.JSONDecodeError as error:
        raise refuse("not-json", str(error)[:100]) from error


def _system(document: Mapping[str, Any]) -> str | None:
    """The coordinate system that a file declares, if it is not degrees of WGS84."""
    declared = document.get("crs")
    if declared is None:
        return None
    named = declared.get("properties") if isinstance(declared, dict) else None
    name = str((named.get("name") or named.get("href") or named.get("code")) if isinstance(named, dict) else declared)
    return None if _WGS84.search(name.strip()) else name[:80]


def _properties(feature: Any) -> Mapping[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def _columns(features: Sequence[Any]) -> dict[str, str]:
    """Our columns by the names that the properties have."""
    names = dict.fromkeys(str(name) for feature in features for name in _properties(feature))
    return {column: name for name in reversed(list(names)) if (column := _BY_NAME.get(heading(name)))}


def _unknown(features: Sequence[Any]) -> list[Fault]:
    names = dict.fromkeys(str(name) for feature in features for name in _properties(feature))
    return [Fault(0, name[:60], "column-unknown") for name in names if heading(name) not in _BY_NAME][:50]


def _values(properties: Mapping[str, Any]) -> dict[str, str]:
    """The cells of a feature by our columns; the first of our names for one counts, an empty one is an empty cell."""
    cells = {heading(str(name)): value for name, value in properties.items()}
    found = {}
    for column, aliases in COLUMNS.items():
        names = [heading(alias) for alias in aliases if heading(alias) in cells]
        if names:
            found[column] = next((text for name in names if (text := _cell(cells[name]))), "")
    return found


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _take_feature(
    number: int,
    feature: Any,
    places: list[PlaceRow],
    shapes: list[Shape],
    faults: list[Fault],
    remarks: list[Fault],
) -> None:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict) or "geometry" not in feature:
        faults.append(Fault(number, "geometry", "not-a-feature"))
        return
    values = _values(feature["properties"])
    if isinstance(geometry, dict) and geometry.get("type") in {"Polygon", "MultiPolygon"}:
        _take_shape(number, values.get("code", ""), geometry, shapes, faults)
    elif geometry is None:
        values = {column: text for column, text in values.items() if column not in {"lat", "lng"}}
        remarks.append(Fault(number, "geometry", "no-geometry", values.get("code", "")))
        take(number, values, parts_given(values), places, faults)
    elif (point := _point(number, geometry, values.get("name") or values.get("code", ""), faults)) is not None:
        values |= point
        take(number, values, parts_given(values), places, faults)


def _point(number: int, geometry: Any, name: str, faults: list[Fault]) -> dict[str, str] | None:
    """Latitude and longitude of a point, or of the one point among several; None, and a fault, for anything else."""
    kind = str(geometry.get("type"))[:40] if isinstance(geometry, dict) else "?"
    at = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind == "MultiPoint" and isinstance(at, list):
        if len(at) > 1:
            faults.append(Fault(number, "geometry", "multipoint-several", f"MultiPoint ({len(at)}) · {name}"[:100]))
            return None
        at = at[0] if at else None
    elif kind != "Point":
        faults.append(Fault(number, "geometry", "not-a-point-or-outline", f"{kind} · {name}"[:100]))
        return None
    if not isinstance(at, list) or len(at) < 2 or not all(_is_number(one) for one in at[:2]):
        faults.append(Fault(number, "geometry", "not-in-range", str(at)[:60]))
        return None
    return {"lng": repr(at[0]), "lat": repr(at[1])}


def _take_shape(number: int, code: str, geometry: Any, shapes: list[Shape], faults: list[Fault]) -> None:
    if why := fault_of_code(code, None, longest=LONGEST_CODE):
        faults.append(Fault(number, "code", why, code[:60]))
    elif not _is_outline(geometry):
        faults.append(Fault(number, "geometry", "metres" if _in_metres(geometry) else "not-an-outline", code))
    else:
        shapes.append(Shape(number, code, {"type": geometry["type"], "coordinates": geometry["coordinates"]}))


def _in_metres(geometry: Mapping[str, Any]) -> bool:
    """Whether the first corner is no degrees but some grid's metres."""
    at: Any = geometry.get("coordinates")
    while isinstance(at, list) and at and isinstance(at[0], list):
        at = at[0]
    return isinstance(at, list) and len(at) >= 2 and all(_is_number(one) for one in at[:2]) and abs(at[0]) > 1000


def _is_outline(geometry: Mapping[str, Any]) -> bool:
    rings = geometry.get("coordinates")
    polygons = [rings] if geometry.get("type") == "Polygon" else rings
    if not isinstance(polygons, list) or not polygons:
        return False
    return all(isinstance(polygon, list) and polygon and all(map(_is_ring, polygon)) for polygon in polygons)


def _is_ring(ring: Any) -> bool:
    return (
        isinstance(ring, list)
        and 4 <= len(ring) <= MAX_POINTS
        and all(_is_position(point) for point in ring)
        and ring[0] == ring[-1]
    )


def _is_position(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) >= 2
        and all(_is_number(one) for one in point)
        and abs(point[0]) <= 180
        and abs(point[1]) <= 90
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
