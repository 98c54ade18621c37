"""Reading places: a tree of codes, names and levels, from CSV or GeoJSON. Pure.

Every fault names its row and column, and nothing is handed on when there is one.
"""

from __future__ import annotations

import codecs
import csv
import io
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from feedback_app.base.folding import fold

MAX_FILE = 50 * 1024 * 1024
MAX_ROWS = 200_000
MAX_DEPTH = 12
MAX_POINTS = 200_000
LONGEST_LABEL = 400

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "pcode", "p_code"),
    "parent": ("parent_code", "parent", "code_parent"),
    "level": ("level", "niveau", "type"),
    "name": ("name", "nom", "libelle"),
    "lat": ("lat", "latitude", "y"),
    "lng": ("lng", "lon", "long", "longitude", "x"),
    "population": ("population", "pop", "habitants"),
}
"""What a column may be called, in any case."""

_CODE = re.compile(r"[A-Za-z0-9._:-]{1,40}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong where. `row` counts as a spreadsheet does: 1 is the header; 0 is the file as a whole."""

    row: int
    column: str
    reason: str
    value: str = ""


class Unusable(Exception):
    """A file of which nothing was taken; `faults` say why, at most the first hundred."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults[:100])


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place as a file tells it, with its path once the tree is known."""

    row: int
    code: str
    parent: str | None
    level: str
    name: str
    lat: float | None
    lng: float | None
    population: int | None
    path: str = ""
    label: str = ""

    @property
    def search(self) -> str:
        """The name as it is searched; some scripts grow when they are folded."""
        return fold(self.name)[:LONGEST_LABEL]


def read_csv(data: bytes) -> list[PlaceRow]:
    """Places out of a CSV (see `read_table`). Raises `Unusable`. The tree is not looked at yet, see `planted`."""
    faults: list[Fault] = []
    found: list[PlaceRow] = []
    for number, values in read_table(data, COLUMNS, needed=("code", "parent", "level", "name")):
        _take(number, values, found, faults)
    if faults:
        raise Unusable(faults)
    return found


def read_table(
    data: bytes, columns: Mapping[str, Sequence[str]], *, needed: Sequence[str]
) -> list[tuple[int, dict[str, str]]]:
    """(row, {column: cell}) of every row that says something, out of a CSV with a header.

    Comma, semicolon or tab; UTF-8 (with or without BOM) or Windows-1252. Raises `Unusable`.
    """
    lines = csv.reader(io.StringIO(_text(data), newline=""), delimiter=_delimiter(data), strict=True)
    try:
        rows = list(_bounded(lines))
    except csv.Error as error:
        raise Unusable([Fault(lines.line_num, "", "not-csv", str(error))]) from error
    if not rows:
        raise Unusable([Fault(0, "", "empty-file")])
    header = _header(rows[0], columns, needed)
    return [
        (number, {name: cells[at].strip() if at < len(cells) else "" for name, at in header.items()})
        for number, cells in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]


def _text(data: bytes) -> str:
    if len(data) > MAX_FILE:
        raise Unusable([Fault(0, "", "too-large", f"{MAX_FILE >> 20} MiB")])
    if b"\x00" in data:
        raise Unusable([Fault(0, "", "not-text")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _delimiter(data: bytes) -> str:
    header = data[:4096].split(b"\n", 1)[0]
    return max((",", ";", "\t"), key=lambda sign: header.count(sign.encode()))


def _bounded(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, cells in enumerate(lines):
        if number > MAX_ROWS:
            raise Unusable([Fault(number, "", "too-many-rows", str(MAX_ROWS))])
        yield cells


def _header(cells: Sequence[str], columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> dict[str, int]:
    names = [cell.strip().lower() for cell in cells]
    found = {}
    for column, aliases in columns.items():
        at = [n for n, name in enumerate(names) if name in aliases]
        if len(at) > 1:
            raise Unusable([Fault(1, column, "column-twice")])
        if at:
            found[column] = at[0]
    absent = [Fault(1, name, "column-missing") for name in needed if name not in found]
    if absent:
        raise Unusable(absent)
    return found


def _take(number: int, values: Mapping[str, str], found: list[PlaceRow], faults: list[Fault]) -> None:
    before = len(faults)
    code, name, level, parent = (values[key] for key in ("code", "name", "level", "parent"))
    faults += [
        Fault(number, column, "not-a-code", values[column][:60])
        for column in ("code", "parent")
        if (column == "code" or values[column]) and not _CODE.fullmatch(values[column])
    ]
    for column, longest in (("name", 200), ("level", 40)):
        if not values[column] or len(values[column]) > longest or not _is_plain(values[column]):
            faults.append(Fault(number, column, "not-a-name", values[column][:60]))
    lat = _number(number, "lat", values, 90, faults)
    lng = _number(number, "lng", values, 180, faults)
    if (lat is None) != (lng is None):
        faults.append(Fault(number, "lat" if lat is None else "lng", "half-a-point"))
    population = _population(number, values, faults)
    if len(faults) == before:
        found.append(PlaceRow(number, code, parent or None, level, name, lat, lng, population))


def _is_plain(text: str) -> bool:
    """No control or direction signs, which could make a name look like another, and none that was lost."""
    return not any(sign == "\ufffd" or unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in text)


def _number(row: int, column: str, values: Mapping[str, str], most: float, faults: list[Fault]) -> float | None:
    text = values.get(column, "").replace(",", ".")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not abs(value) <= most:
        faults.append(Fault(row, column, "not-in-range", text[:60]))
        return None
    return value


def _population(row: int, values: Mapping[str, str], faults: list[Fault]) -> int | None:
    text = re.sub(r"[\s\u202f\u00a0]", "", values.get("population", ""))
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        faults.append(Fault(row, "population", "not-a-number", text[:60]))
        return None
    return int(text)


def planted(rows: Sequence[PlaceRow], held: Mapping[str, str], names: Mapping[str, str]) -> list[PlaceRow]:
    """The rows with path and label, parents first.

    `held` and `names` give path and name of the places that are there already; parents may stand anywhere in the
    file. Raises `Unusable` for a code that is there twice, an unknown parent, a circle, too many levels.
    """
    by_code: dict[str, PlaceRow] = {}
    faults = []
    for row in rows:
        if row.code in by_code:
            faults.append(Fault(row.row, "code", "twice", row.code))
        by_code[row.code] = row
    faults += [
        Fault(row.row, "parent", "unknown-parent", row.parent)
        for row in rows
        if row.parent and row.parent not in by_code and row.parent not in held
    ]
    if faults:
        raise Unusable(faults)
    paths: dict[str, str] = {}
    for row in rows:
        _climb(row, by_code, held, paths)
    told = labels({**held, **paths}, {**names, **{row.code: row.name for row in rows}})
    grown = [replace(row, path=paths[row.code], label=told[row.code]) for row in rows]
    return sorted(grown, key=lambda row: row.path.count("/"))


def _climb(row: PlaceRow, by_code: Mapping[str, PlaceRow], held: Mapping[str, str], paths: dict[str, str]) -> None:
    chain: list[PlaceRow] = []
    at: PlaceRow | None = row
    while at is not None and at.code not in paths:
        if at in chain or len(chain) > MAX_DEPTH:
            raise Unusable([Fault(row.row, "parent", "circle" if at in chain else "too-deep", row.code)])
        chain.append(at)
        at = by_code.get(at.parent) if at.parent else None
    for one in reversed(chain):
        above = paths.get(one.parent) or held.get(one.parent, "/") if one.parent else "/"
        paths[one.code] = f"{above}{one.code}/"
        if len(paths[one.code]) > 400 or paths[one.code].count("/") > MAX_DEPTH + 1:
            raise Unusable([Fault(one.row, "parent", "too-deep", one.code)])


def labels(paths: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """ "Localité, Sous-préfecture", because names repeat; with the département where that repeats as well.

    The country and what is right under it stand alone, and so does what has its parent's name.
    """
    narrow = {code: _label(path, names, 1) for code, path in paths.items()}
    seen = Counter((label, paths[code].count("/")) for code, label in narrow.items())
    return {
        code: label if seen[label, paths[code].count("/")] == 1 else _label(paths[code], names, 2)
        for code, label in narrow.items()
    }


def _label(path: str, names: Mapping[str, str], widen: int) -> str:
    code, *above = reversed(path.strip("/").split("/"))
    wider = (names[one] for one in above[:-1][:widen] if one in names)
    return ", ".join([names[code], *(name for name in wider if name != names[code])])[:LONGEST_LABEL]


@dataclass(frozen=True, slots=True)
class Shape:
    """The outline of a place."""

    row: int
    code: str
    geometry: Mapping[str, Any]


def read_geojson(data: bytes) -> tuple[list[PlaceRow], list[Shape]]:
    """Places (point features) and shapes (polygon features) out of a GeoJSON FeatureCollection.

    A feature's properties name its code (`code`, `pcode`), and for points also parent, level and name. Raises
    `Unusable`; `row` counts features from 1.
    """
    if len(data) > MAX_FILE:
        raise Unusable([Fault(0, "", "too-large", f"{MAX_FILE >> 20} MiB")])
    try:
        document = orjson.loads(data.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError as error:
        raise Unusable([Fault(0, "", "not-json", str(error)[:100])]) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or len(features) > MAX_ROWS:
        raise Unusable([Fault(0, "features", "not-a-feature-collection")])
    places: list[PlaceRow] = []
    shapes: list[Shape] = []
    faults: list[Fault] = []
    for number, feature in enumerate(features, start=1):
        _take_feature(number, feature, places, shapes, faults)
    first = {shape.code: shape.row for shape in reversed(shapes)}
    faults += [Fault(one.row, "code", "twice", one.code) for one in shapes if one.row != first[one.code]]
    if faults:
        raise Unusable(faults)
    return places, shapes


def _take_feature(number: int, feature: Any, places: list[PlaceRow], shapes: list[Shape], faults: list[Fault]) -> None:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict) or not isinstance(properties, dict):
        faults.append(Fault(number, "geometry", "not-a-feature"))
        return
    words = {str(name).lower(): str(value) for name, value in properties.items() if value is not None}
    values = {c: next((words[a].strip() for a in aliases if a in words), "") for c, aliases in COLUMNS.items()}
    if geometry.get("type") == "Point":
        at = geometry.get("coordinates")
        if isinstance(at, list) and len(at) >= 2:
            values |= {"lng": str(at[0]), "lat": str(at[1])}
        _take(number, values, places, faults)
    elif not _CODE.fullmatch(values["code"]):
        faults.append(Fault(number, "code", "not-a-code", values["code"][:60]))
    elif not _is_outline(geometry):
        faults.append(Fault(number, "geometry", "not-an-outline", values["code"]))
    else:
        shape = {"type": geometry["type"], "coordinates": geometry["coordinates"]}
        shapes.append(Shape(number, values["code"], shape))


def _is_outline(geometry: Mapping[str, Any]) -> bool:
    rings = geometry.get("coordinates")
    polygons = (
        [rings] if geometry.get("type") == "Polygon" else rings if geometry.get("type") == "MultiPolygon" else None
    )
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
        and all(isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) for one in point)
        and abs(point[0]) <= 180
        and abs(point[1]) <= 90
    )
