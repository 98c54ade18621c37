"""Sheets as a workbook, which spreadsheets of every language open with columns and accents. Pure."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""Its media type."""
LONGEST_CELL = 32_767
"""Characters of a cell; Excel refuses a file with more."""
_WIDE, _NARROW = 28, 14
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


@dataclass(frozen=True, kw_only=True)
class WorkbookSheet:
    """A sheet: a header that stays in view, a line of tags below it where there are any, and a row a line."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    tags: Sequence[str] = ()
    widths: Sequence[int] = ()


def workbook(sheets: Iterable[WorkbookSheet]) -> bytes:
    """Numbers are numbers, a text is never a formula. The same bytes for the same content, whenever it is made."""
    made = io.BytesIO()
    workbook_into(sheets, made)
    return _undated(made.getvalue())


def workbook_into(sheets: Iterable[WorkbookSheet], out: BinaryIO) -> None:
    """The same, with the moment at which it is made. Rows wait on the disk, however many they are."""
    from openpyxl import Workbook  # 8 MB that only a process needs that makes one

    book = Workbook(write_only=True)
    book.properties.creator = "Écho"
    book.properties.created = dt.datetime(*_EPOCH)  # noqa: DTZ001 - as the file has it
    for one in sheets:
        _write(book.create_sheet(one.title), one)
    book.save(out)


def _write(sheet: Any, one: WorkbookSheet) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A3" if one.tags else "A2"
    for number, width in enumerate(one.widths or map(_width, one.columns), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, name, Font(bold=True)) for name in one.columns])
    if one.tags:
        sheet.append([_cell(sheet, tag, Font(italic=True, color="777777")) for tag in one.tags])
    for row in one.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _width(name: str) -> int:
    is_wide = not name.endswith(("_id", "id", "code", "itude", "month", "voices", "than", "as_of"))
    return _WIDE if is_wide else _NARROW


def _cell(sheet: Any, value: Any, font: Any = None) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL])
    cell.data_type = "s"  # a text that begins with = would become a formula
    if font:
        cell.font = font
    return cell


def _undated(data: bytes) -> bytes:
    """Without the moment at which it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()
