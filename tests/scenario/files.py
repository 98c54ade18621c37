"""The lines of needs in files of other formats than JSON: programme, place, domain, voices."""

from __future__ import annotations

import csv
import io
import json

import openpyxl


def _csv(content: bytes) -> list[tuple[object, ...]]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return [(row["programme"], row["place_code"], row["domain"], int(row["voices"])) for row in rows]


def _xlsx(content: bytes) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    at = [rows[0].index(name) for name in ("programme", "place_code", "domain", "voices")]
    return [tuple(row[n] for n in at) for row in rows if isinstance(row[at[3]], int)]


def _geojson(content: bytes) -> list[tuple[object, ...]]:
    rows = [one["properties"] for one in json.loads(content)["features"]]
    return [(row["programme"], row["place"]["code"], row["domain"]["code"], row["voices"]) for row in rows]


READERS = {"csv": _csv, "xlsx": _xlsx, "geojson": _geojson}
"""By the ending of the address."""
