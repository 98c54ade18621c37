"""The sheets of an .xlsx as rows of text, with what a spreadsheet did to its cells: dates, numbers, formulas. Pure."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from feedback_app.base.faults import Unusable, refuse
from feedback_app.base.zip_files import fault_of_workbook

MOST_UNPACKED = 300_000_000
MOST_COLUMNS = 120
LONGEST_CELL = 131_072
_LONGEST_NUMBER = 10**15
"""From here on a spreadsheet's numbers have lost digits."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet by its number there."""

    number: int
    cells: tuple[str, ...]

    @property
    def says(self) -> bool:
        """Whether any cell holds something."""
        return any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet. `odd` and `bad` are kinds of cells by (row, column from 0): what to mind, and what cannot be read."""

    title: str
    lines: tuple[Line, ...]
    odd: Mapping[tuple[int, int], str] = field(default_factory=dict)
    bad: Mapping[tuple[int, int], str] = field(default_factory=dict)


def grids(data: bytes, *, most_rows: int) -> list[Grid]:
    """The sheets that are not hidden and hold something. Raises `Unusable`."""
    if fault := fault_of_workbook(data, most_unpacked=MOST_UNPACKED):
        raise refuse(_other_workbook(data) or fault)
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            computed = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            formulas = load_workbook(io.BytesIO(data), read_only=True) if _has_formulas(data) else None
            shown = [sheet.title for sheet in computed.worksheets if sheet.sheet_state == "visible"]
            found = [_grid(computed[title], formulas and formulas[title], most_rows) for title in shown]
        except Unusable:
            raise
        except Exception as error:  # openpyxl raises whatever it stumbles on
            raise refuse("not-a-workbook", type(error).__name__) from error
    return [grid for grid in found if grid.lines]


def _other_workbook(data: bytes) -> str | None:
    return "opendocument" if b"application/vnd.oasis.opendocument" in data[:200] else None


def _has_formulas(data: bytes) -> bool:
    """Whether any sheet has one, without making cells of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [part for part in package.namelist() if part.startswith("xl/worksheets/")]
        return any(re.search(rb"<(?:\w+:)?f[ />]", package.read(part)) for part in parts)


def _grid(sheet: Any, formulas: Any, most_rows: int) -> Grid:
    lines: list[Line] = []
    odd: dict[tuple[int, int], str] = {}
    bad: dict[tuple[int, int], str] = {}
    for number, row in _rows(sheet):
        cells = tuple(_text(cell, (number, at), odd, bad) for at, cell in enumerate(row))
        if any(cells):
            lines.append(Line(number, cells))
        if len(lines) > most_rows:
            raise refuse("too-many-rows", str(most_rows), row=number)
    if formulas is not None:
        bad |= _never_computed(formulas, lines)
    return Grid(sheet.title, tuple(lines), odd, bad)


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """(number, cells) of rows that hold something; what a sheet claims of its size is not believed."""
    sheet.reset_dimensions()
    blank: Any = None
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if row is blank:
            continue
        if any(cell.value is not None for cell in row):
            yield number, row
        else:
            blank = row


def _text(cell: Any, at: tuple[int, int], odd: dict[tuple[int, int], str], bad: dict[tuple[int, int], str]) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        bad[at] = "cell-error"
        return str(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        odd[at] = "date"
        return day(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, cell, at, odd)
    text = str(value)
    if len(text) > LONGEST_CELL:
        bad[at] = "cell-too-long"
    return text[:LONGEST_CELL]


def _number(value: float, cell: Any, at: tuple[int, int], odd: dict[tuple[int, int], str]) -> str:
    """A number as it was typed, with the zeros before it that its format shows."""
    odd[at] = "number" if abs(value) < _LONGEST_NUMBER else "digits-lost"
    whole = isinstance(value, int) or (abs(value) < _LONGEST_NUMBER and value.is_integer())
    if not whole:
        return repr(value)
    shown = str(cell.number_format or "")
    zeros = len(shown) if re.fullmatch("0{2,20}", shown) else 0
    return str(int(value)).zfill(zeros)


def day(value: dt.datetime | dt.date | dt.time) -> str:
    """A cell that holds a day or a time, as ISO 8601 writes it; midnight is no time."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return value.isoformat()


def _never_computed(sheet: Any, lines: list[Line]) -> dict[tuple[int, int], str]:
    """Formulas whose value no program ever wrote into the file."""
    known = {line.number: line.cells for line in lines}
    return {
        (number, at): "formula-without-value"
        for number, row in _rows(sheet)
        for at, cell in enumerate(row)
        if cell.data_type == "f" and not (known.get(number, ()) + ("",) * MOST_COLUMNS)[at]
    }
