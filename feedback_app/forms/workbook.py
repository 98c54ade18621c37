"""Is a file what its name says, and safe to open? Asked before any reader of spreadsheets sees it."""

from __future__ import annotations

import csv
import io
import struct
import warnings
from collections.abc import Iterator
from pathlib import PurePath
from typing import NoReturn

from feedback_app.base.code_pages import NotText, decode
from feedback_app.base.faults import Unusable
from feedback_app.base.table_file import text_rows
from feedback_app.base.zip_files import fault_of_workbook
from feedback_app.forms.xlsform.issue import Issue, XlsformError

KINDS = (".md", ".csv", ".xlsx", ".xls")
MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
MOST_CSV_ROWS = 20_000
READ = frozenset({"survey", "choices", "settings"})
"""The sheets of a form; others are not looked at."""

CONSTANT = frozenset({"=TRUE()", "=FALSE()"})
"""How some programs write yes and no."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_VBA = "_VBA".encode("utf-16-le")
_FORMULA, _SHEET = 0x0006, 0x0085


def kind_of(name: str) -> str:
    """The kind of a file by its name. Raises `XlsformError` for one that is no form's."""
    ending = PurePath(name).suffix.lower()
    if ending not in KINDS:
        _refuse("file-kind", found=ending or name[:80])
    return ending


def check_workbook(data: bytes, kind: str) -> str | bytes:
    """What `compiler.read_xlsform` may be given. Raises `XlsformError` for what is not safe, or not what it says."""
    if len(data) > MOST_BYTES:
        _refuse("too-large")
    if kind in {".md", ".csv"}:
        return _text(data, kind)
    if kind == ".xlsx":
        _check_package(data)
        found = list(_formulas_xlsx(data))
    else:
        _check_ole(data)
        found = list(_formulas_xls(data))
    if found:
        raise XlsformError(found)
    return data


def _refuse(code: str, **details: object) -> NoReturn:
    raise XlsformError([Issue("survey", None, code, details=details)])


def _text(data: bytes, kind: str) -> str:
    """The text of a form; a CSV, whatever separates its cells, with commas. Raises for a code page that is not sure."""
    try:
        text = decode(data)
    except NotText:
        _refuse("not-utf8")
    if not text.sure:
        _refuse("not-utf8")
    return _with_commas(text.text) if kind == ".csv" else text.text


def _with_commas(text: str) -> str:
    try:
        rows = text_rows(text, most_rows=MOST_CSV_ROWS)
    except Unusable as unusable:
        _refuse("csv-unreadable", found=unusable.faults[0].value)
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _check_package(data: bytes) -> None:
    """An .xlsx is a zip: no macros, no bomb, no document type that could name another file."""
    if fault := fault_of_workbook(data, most_unpacked=MOST_UNPACKED):
        _refuse(fault)


def _formulas_xlsx(data: bytes) -> Iterator[Issue]:
    """A formula's value is what another program once computed: it is not read as if somebody had written it."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
            for sheet in book.worksheets:
                if sheet.title != sheet.title.strip() and sheet.title.strip().lower() in READ:
                    yield Issue(sheet.title.strip(), None, "sheet-blank")
                if sheet.title.strip().lower() in READ:
                    yield from (
                        Issue(sheet.title, cell.row, "formula", details={"found": str(cell.value)[:80]})
                        for row in sheet.iter_rows()
                        for cell in row
                        if cell.data_type == "f" and str(cell.value).upper() not in CONSTANT
                    )
        except XlsformError:
            raise
        except Exception as error:  # openpyxl raises whatever it stumbles on
            raise XlsformError([Issue("survey", None, "not-a-workbook")]) from error


def _check_ole(data: bytes) -> None:
    if not data.startswith(_OLE):
        _refuse("not-a-workbook")
    if _VBA in data:
        _refuse("macros")


def _formulas_xls(data: bytes) -> Iterator[Issue]:
    """As `_formulas_xlsx`, of the records (MS-XLS) of an .xls."""
    stream = _book_stream(data)
    sheets: list[tuple[int, str]] = []
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        if kind == _SHEET and len(body) > 8:
            wide, size = body[7] & 1, body[6]
            name = body[8 : 8 + size * (wide + 1)].decode("utf-16-le" if wide else "latin-1", "replace")
            sheets.append((struct.unpack_from("<I", body)[0], name))
        if kind == _FORMULA and len(body) >= 4:
            name = max((one for one in sheets if one[0] <= at), default=(0, ""))[1]
            if name.strip().lower() in READ:
                yield Issue(name, struct.unpack_from("<H", body)[0] + 1, "formula", details={"found": "="})
        at += 4 + length


def _book_stream(data: bytes) -> bytes:
    from xlrd.compdoc import CompDoc

    try:
        document = CompDoc(data, logfile=io.StringIO())
        for name in ("Workbook", "Book"):
            memory, base, length = document.locate_named_stream(name)
            if memory:
                return bytes(memory[base : base + length])
    except Exception as error:  # xlrd raises whatever it stumbles on
        raise XlsformError([Issue("survey", None, "not-a-workbook")]) from error
    _refuse("not-a-workbook")
