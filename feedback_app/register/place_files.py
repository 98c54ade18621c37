"""Places in a file: rows of a table (CSV, .xlsx) or features of a GeoJSON. Pure.

Every fault names its row and column, and nothing is handed on when there is one.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from feedback_app.base.cells import (
    NotANumber,
    degrees,
    fault_of_code,
    has_other_unit,
    whole_number,
    without_zeros,
)
from feedback_app.base.code_pages import looks_garbled
from feedback_app.base.faults import Fault, Unusable, refuse
from feedback_app.base.table_file import Origin, TableReader, read_table
from feedback_app.register.places import MAX_FILE, PARTS, PlaceRow

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "pcode", "p_code", "code_lieu", "place_code", "code_localite", "identifiant", "code_village"),
    "parent": (
        "parent_code", "parent", "code_parent", "parent_pcode", "parent_p_code", "code_lieu_parent", "lieu_parent",
        "parent_place_code", "parent_place", "rattachement",
    ),
    "level": ("level", "niveau", "type", "niveau_administratif", "admin_level", "place_level", "niveau_lieu"),
    "name": ("name", "nom", "libelle", "place_name", "nom_lieu", "nom_localite", "localite", "intitule", "nom_village"),
    "lat": ("lat", "latitude", "y", "latitude_y", "coord_y", "gps_latitude"),
    "lng": ("lng", "lon", "long", "longitude", "x", "longitude_x", "coord_x", "gps_longitude"),
    "population": (
        "population", "pop", "habitants", "nombre_habitants", "nb_habitants", "inhabitants", "effectif",
        "population_totale", "total_population",
    ),
}  # fmt: skip
"""What a column may be called, whatever its case, accents, blanks and units in brackets."""

LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class Shape:
    """The outline of a place."""

    row: int
    code: str
    geometry: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlaceFile:
    """What a file says of places. `columns` are those it has, ours by the headings of the file."""

    rows: Sequence[PlaceRow]
    shapes: Sequence[Shape] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Fault, ...] = ()
    origin: Origin = field(default_factory=Origin)
    needed: tuple[str, ...] = ("parent", "level", "name")
    """Columns without which there is no new place."""

    def named(self, faults: Sequence[Fault]) -> list[Fault]:
        """The faults with the headings of the file for our names of columns."""
        return [replace(one, column=self.columns.get(one.column, one.column)) for one in faults]


def is_geojson(data: bytes, filename: str = "") -> bool:
    """Whether a file is to be read as GeoJSON: it is called so, or begins so."""
    start = data[:200].removeprefix(codecs.BOM_UTF8).replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n")
    return filename.lower().endswith(("json", ".geojson")) or start.startswith(b"{")


def read_table_of_places(data: bytes, *, page: str = "", read: TableReader = read_table) -> PlaceFile:
    """Places out of a CSV or .xlsx (see `table_file`). Raises `Unusable`. The tree is not looked at yet."""
    table = read(data, COLUMNS, needed=("code",), most_bytes=MAX_FILE, page=page)
    parts = parts_given(table.written)
    faults: list[Fault] = []
    found: list[PlaceRow] = []
    if not table.rows:
        raise refuse("empty-file")
    if has_other_unit(table.written.get("population", "")):
        raise refuse("other-unit", row=1, column=table.written["population"])
    if ("lat" in table.written) != ("lng" in table.written):
        column = "lng" if "lat" in table.written else "lat"
        raise Unusable([Fault(1, COLUMNS[column][1], "column-missing", " · ".join(table.written.values()))])
    for number, values in table.rows:
        odd = {column: kind for column in values if (kind := table.odd.get((number, column)))}
        take(number, values, parts, found, faults, odd=odd)
    if faults:
        raise Unusable([*table.origin.doubts(), *table.with_headings(faults)])
    return PlaceFile(found, (), table.written, table.remarks, table.origin)


def parts_given(columns: Mapping[str, Any]) -> frozenset[str]:
    """What a row speaks of, by the columns that are there."""
    points = {"point"} if "lat" in columns and "lng" in columns else set()
    return frozenset((PARTS - {"point"}) & columns.keys() | points)


def take(
    number: int,
    values: Mapping[str, str],
    parts: frozenset[str],
    found: list[PlaceRow],
    faults: list[Fault],
    *,
    odd: Mapping[str, str] | None = None,
) -> None:
    """Adds the place of a row, or what is wrong with it."""
    before = len(faults)
    odd = odd or {}
    code, parent = values.get("code", ""), values.get("parent", "")
    faults += [
        Fault(number, column, why, written[:60])
        for column, written in (("code", code), ("parent", parent))
        if (column == "code" or written) and (why := fault_of_code(written, odd.get(column), longest=LONGEST_CODE))
    ]
    for column, longest in (("name", 200), ("level", 40)):
        written = values.get(column, "")
        why = fault_of_name(written, longest)
        if column == "name" and not why and not any(sign.isalpha() for sign in written):
            why = "no-letter"
        if column in parts and why:
            faults.append(Fault(number, column, why, written[:60]))
    lat, lng = (_degrees(number, column, values, faults) for column in ("lat", "lng"))
    if (lat is None) != (lng is None) and len(faults) == before:
        faults.append(Fault(number, "lat" if lat is None else "lng", "half-a-point"))
    population = _population(number, values, faults)
    if len(faults) == before:
        name, level = values.get("name", ""), values.get("level", "")
        found.append(PlaceRow(number, code, parent or None, level, name, lat, lng, population, parts=parts))


def fault_of_name(text: str, longest: int) -> str | None:
    """Why a cell is no name that can be shown: absent, too long, or with signs that were lost on the way."""
    if not text or len(text) > longest or not is_plain(text):
        return "not-a-name"
    if "?" in text:
        return "letter-lost"
    return "garbled" if looks_garbled(text) else None


def is_plain(text: str) -> bool:
    """No control or direction signs, which could make a name look like another, and none that was lost."""
    if text.isprintable() and "\ufffd" not in text:
        return True
    return not any(sign == "\ufffd" or unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in text)


def _degrees(row: int, column: str, values: Mapping[str, str], faults: list[Fault]) -> float | None:
    try:
        return degrees(values.get(column, ""), 90 if column == "lat" else 180)
    except NotANumber as error:
        faults.append(Fault(row, column, str(error), values[column][:60]))
        return None


def _population(row: int, values: Mapping[str, str], faults: list[Fault]) -> int | None:
    try:
        return whole_number(values.get("population", ""), most_digits=9)
    except NotANumber as error:
        faults.append(Fault(row, "population", str(error), values["population"][:60]))
        return None


def complete_rows(file: PlaceFile, existing: Mapping[str, PlaceRow]) -> list[PlaceRow]:
    """The rows, completed from the places that exist where they say nothing. Raises `Unusable` for a new place of which
    the file does not say enough."""
    found = [_completed(row, existing.get(row.code)) for row in file.rows]
    fresh = [row for row in file.rows if row.code not in existing]
    absent = [name for name in file.needed if any(name not in row.parts for row in fresh)]
    seen = " · ".join(file.columns.values())[:200]
    lacking = [Fault(1, COLUMNS[name][0], "column-missing", seen) for name in absent if name not in file.columns]
    lacking += [
        Fault(row.row, name, "not-a-name")
        for name in ("level", "name")
        if name in file.columns
        for row in fresh
        if name not in row.parts
    ]
    if lacking:
        raise Unusable(file.named(lacking))
    return found


def _completed(row: PlaceRow, existing: PlaceRow | None) -> PlaceRow:
    if existing is None or row.parts >= PARTS:
        return row
    unchanged = {
        name: getattr(existing, name) for name in ("parent", "level", "name", "population") if name not in row.parts
    }
    if "point" not in row.parts:
        unchanged |= {"lat": existing.lat, "lng": existing.lng}
    return replace(row, **unchanged)


def mistyped_codes(rows: Sequence[PlaceRow], existing: Mapping[str, PlaceRow]) -> list[Fault]:
    """New codes that are a known one as a spreadsheet changes it: `786` where `0786` exists."""
    known = {without_zeros(code): code for code in existing}
    first = {without_zeros(row.code): row.code for row in reversed(rows)}
    faults = []
    for row in rows:
        key = without_zeros(row.code)
        other = known.get(key, first[key])
        if row.code not in existing and other != row.code:
            faults.append(Fault(row.row, "code", "code-alike", f"{row.code} · {other}"))
    return faults
