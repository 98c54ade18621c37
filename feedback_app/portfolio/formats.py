"""The public list as JSON, GeoJSON, CSV, XLSX. Pure: bytes from lines (`shown.line`), the same for the same content."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from feedback_app.portfolio.listing import Figure
from feedback_app.portfolio.workbook import WORKBOOK, workbook

JSON, GEOJSON, CSV, XLSX = "application/json", "application/geo+json", "text/csv", WORKBOOK
"""Media types; the first is what someone gets who does not say."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list. `next` and `previous` are addresses in the page's own format."""

    lines: Sequence[Mapping[str, Any]]
    figure: Figure
    limit: int
    offset: int
    next: str | None
    previous: str | None


def as_json(page: Page) -> bytes:
    """`schemas.portfolio.PortfolioSchema`."""
    return orjson.dumps(_head(page) | {"needs": list(page.lines)})


def as_geojson(page: Page) -> bytes:
    """An RFC 7946 FeatureCollection: a feature a need, at its (coarse) place; no geometry where that is unknown."""
    collection = {"type": "FeatureCollection", **_head(page), "features": [_feature(line) for line in page.lines]}
    return orjson.dumps(collection)


def _head(page: Page) -> dict[str, Any]:
    return {
        "total": page.figure.needs,
        "voices": page.figure.voices,
        "k": page.figure.k,
        "limit": page.limit,
        "offset": page.offset,
        "next": page.next,
        "previous": page.previous,
    }


def _feature(line: Mapping[str, Any]) -> dict[str, Any]:
    place = line["place"]
    at = (place["longitude"], place["latitude"])
    geometry = {"type": "Point", "coordinates": at} if None not in at else None
    properties = {key: value for key, value in line.items() if key not in {"id", "place"}}
    where = {key: place[key] for key in ("code", "name", "label", "level")}
    return {"type": "Feature", "id": line["id"], "geometry": geometry, "properties": {"place": where, **properties}}


COLUMNS = (
    "id", "programme", "place_code", "place", "place_level", "latitude", "longitude", "domain", "domain_fr",
    "domain_en", "theme_id", "theme", "solution_id", "solution", "project_id", "project", "project_status", "funders",
    "voices", "fewer_than", "details", "gravity", "first_month", "last_month",
)  # fmt: skip


def as_csv(page: Page) -> bytes:
    """A header and a row a need (RFC 4180, UTF-8). Lists are written `a; b`, breakdowns `code=voices`."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for line in page.lines:
        row = _row(line)
        writer.writerow([_safe(row[name]) for name in COLUMNS])
    return text.getvalue().encode()


def as_xlsx(page: Page) -> bytes:
    """A workbook with the columns of the CSV."""
    rows = (_row(line) for line in page.lines)
    return workbook("portfolio", COLUMNS, ([_plain(row[name]) for name in COLUMNS] for row in rows))


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float | str) else str(value)


def _row(line: Mapping[str, Any]) -> dict[str, Any]:
    place, theme, solutions = line["place"], line["theme"] or {}, line["solutions"]
    projects = [project for one in solutions if (project := one["project"])]
    return {
        **{key: line[key] for key in ("id", "programme", "voices", "first_month", "last_month")},
        "place_code": place["code"],
        "place": place["label"],
        "place_level": place["level"],
        "latitude": place["latitude"],
        "longitude": place["longitude"],
        "domain": line["domain"]["code"],
        "domain_fr": line["domain"]["label"].get("fr"),
        "domain_en": line["domain"]["label"].get("en"),
        "theme_id": theme.get("id"),
        "theme": theme.get("title"),
        "solution_id": _listed(solutions, "id"),
        "solution": _listed(solutions, "title"),
        "project_id": _listed(projects, "id"),
        "project": _listed(projects, "title"),
        "project_status": _listed(projects, "status"),
        "funders": "; ".join(dict.fromkeys(funder["name"] for one in projects for funder in one["funders"])),
        "fewer_than": line["k"] if line["voices"] is None else None,
        "details": "; ".join(f"{part['code']}={part['voices']}" for part in line["details"]),
        "gravity": "; ".join(f"{part['code']}={part['voices']}" for part in line["gravity"]),
    }


def _listed(some: Sequence[Mapping[str, Any]], name: str) -> str | None:
    """`a; b`; None where there is nothing to list."""
    return "; ".join(one[name] or "" for one in some) or None


def _safe(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is quoted with an apostrophe. Numbers stay numbers."""
    if not isinstance(value, str):
        return value
    start = value.lstrip(" \u00a0\ufeff")[:1]
    return f"'{value}" if start and start in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20" else value


WRITERS = {JSON: as_json, GEOJSON: as_geojson, CSV: as_csv, XLSX: as_xlsx}
"""How to write a page in each media type."""
