"""The rows of an uploaded table, as CSV from whatever spreadsheet or as .xlsx: headings and cells by name.

Pure. What the file has and nobody understands is remarked on, never left out without a word.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from feedback_app.base.cells import heading, is_no_value
from feedback_app.base.code_pages import PAGES, NotText, decode
from feedback_app.base.faults import Fault, Unusable, refuse
from feedback_app.base.table_xlsx import Grid, Line, grids

MOST_ROWS = 200_000
SEPARATORS = (",", ";", "\t", "|")
_ABOVE = 20
"""Rows among which the headings are looked for: titles may be above them."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How a file was understood, so that a person can see whether that is right."""

    page: str = "utf-8"
    sure: bool = True
    readings: tuple[tuple[str, str], ...] = ()
    """As `code_pages.Decoded.readings`."""
    sheet: str = ""

    def doubts(self) -> list[Fault]:
        """That a file can be read in two ways, with a sample of each."""
        if self.sure:
            return []
        samples = " / ".join(f"{PAGES[page]}: {words}" for page, words in self.readings[:3])
        return [Fault(0, "", "which-code-page", samples[:300])]


@dataclass(frozen=True, slots=True)
class Table:
    """A table file: `written` are the headings as they are in the file, by our name."""

    written: Mapping[str, str]
    rows: tuple[tuple[int, dict[str, str]], ...]
    """(row, {column: cell}) of every row that says something; only the columns that are there."""
    remarks: tuple[Fault, ...] = ()
    origin: Origin = field(default_factory=Origin)
    odd: Mapping[tuple[int, str], str] = field(default_factory=dict)
    """(row, column) of cells that a spreadsheet holds as something else than text: `date`, `number`."""

    def with_headings(self, faults: Sequence[Fault]) -> list[Fault]:
        """The faults with the headings of the file for our names of columns."""
        return [Fault(one.row, self.written.get(one.column, one.column), one.reason, one.value) for one in faults]


TableReader = Callable[..., Table]
"""`read_table`, or what does the same in a child process (`table_child`)."""


def read_table(
    data: bytes, columns: Mapping[str, Sequence[str]], *, needed: Sequence[str], most_bytes: int, page: str = ""
) -> Table:
    """The table in a file. `columns` gives the headings of each; `page` the code page that a person chose.

    Raises `Unusable`.
    """
    if len(data) > most_bytes:
        raise refuse("too-large", f"{most_bytes >> 20} MiB")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse("old-workbook")
    if data[:200].removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<"):
        raise refuse("web-page")
    if data.startswith(b"PK\x03\x04"):
        return _of_workbook(data, columns, needed)
    return _of_text(data, columns, needed=needed, page=page)


def _of_workbook(data: bytes, columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> Table:
    found = grids(data, most_rows=MOST_ROWS)
    if not found:
        raise refuse("empty-file")
    fitting = [one for one in found if set(needed) <= _header(one.lines, columns).keys()]
    if len(fitting) > 1:
        raise refuse("sheet-which", " · ".join(one.title for one in fitting))
    chosen = (fitting or found)[0]
    others = [Fault(0, one.title, "sheet-not-read") for one in found if one is not chosen and one.lines]
    return _table(chosen, columns, needed=needed, remarks=others, origin=Origin("xlsx", sheet=chosen.title))


def _of_text(data: bytes, columns: Mapping[str, Sequence[str]], *, needed: Sequence[str], page: str) -> Table:
    try:
        text = decode(data, page=page)
    except NotText:
        raise refuse("not-text") from None
    rows = text_rows(text.text, most_rows=MOST_ROWS)
    grid = Grid("", tuple(Line(n, tuple(cells)) for n, cells in enumerate(rows, start=1)))
    origin = Origin(text.page, text.sure, text.readings)
    return _table(grid, columns, needed=needed, remarks=[], origin=origin)


def text_rows(text: str, *, most_rows: int) -> list[list[str]]:
    """The cells of a CSV, whatever separates them. A first line `sep=;` is no row. Raises `Unusable`."""
    declared, text = _declared_separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=declared or _separator(text), strict=True)
    try:
        rows = list(_bounded(reader, most_rows))
    except csv.Error as error:
        raise refuse("not-csv", str(error), row=reader.line_num) from error
    return _opened(rows)


def _opened(rows: list[list[str]]) -> list[list[str]]:
    """The cells of a CSV that a spreadsheet read as one column and saved again: each row is one quoted cell."""
    if any(cell.strip() for cells in rows for cell in cells[1:]):
        return rows
    lines = [cells[0] if cells else "" for cells in rows]
    if any("\n" in line for line in lines) or not any(sign in line for line in lines[:_ABOVE] for sign in SEPARATORS):
        return rows
    sign = _separator("\n".join(lines))
    return [next(csv.reader([line], delimiter=sign), []) for line in lines]


def _declared_separator(text: str) -> tuple[str, str]:
    """(separator, rest) of a text whose first line is what Excel reads and writes there: `sep=;`."""
    first, _, rest = text.partition("\n") if "\n" in text[:20] else text.partition("\r")
    first_line = first.strip("\r\n\"' \ufeff")
    sign = {"": "\t", "\\t": "\t"}.get(first_line[4:], first_line[4:])
    if first_line[:4].lower() == "sep=" and len(sign) == 1 and not sign.isalnum():
        return sign, rest
    return "", text


def _separator(text: str) -> str:
    """What makes the most cells of the first rows, in as many of them as it can."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:_ABOVE]

    def cells(sign: str) -> int:
        try:
            rows = [len(row) for row in csv.reader(lines, delimiter=sign)]
        except csv.Error:
            return 0
        return max((often * (row - 1) for row, often in Counter(rows).items()), default=0)

    return max(SEPARATORS, key=cells)


def _bounded(rows: Iterator[list[str]], most: int) -> Iterator[list[str]]:
    for number, cells in enumerate(rows):
        if number > most:
            raise refuse("too-many-rows", str(most), row=number)
        yield cells


def _table(
    grid: Grid, columns: Mapping[str, Sequence[str]], *, needed: Sequence[str], remarks: list[Fault], origin: Origin
) -> Table:
    if not any(line.says for line in grid.lines):
        raise refuse("empty-file")
    found = _header(grid.lines, columns)
    top = _top(grid.lines, columns)
    _check_header(top, columns, needed, found)
    written = {column: _clean(top.cells[at]) for column, at in found.items()}
    remarks += _unknown(top, grid, set(found.values()))
    _check_rows(top, grid, found)
    rows = tuple(
        (line.number, {name: _clean(line.cells[at]) if at < len(line.cells) else "" for name, at in found.items()})
        for line in grid.lines
        if line.number > top.number and line.says
    )
    odd = {(row, name): kind for (row, at), kind in grid.odd.items() for name, col in found.items() if col == at}
    return Table(written, rows, tuple(remarks), origin, odd)


def _clean(cell: str) -> str:
    """A cell without blanks around it, its accents in one piece each."""
    return unicodedata.normalize("NFC", cell.strip("\ufeff\u200b \t\r\n\u00a0\u202f").strip())


def _top(lines: Sequence[Line], columns: Mapping[str, Sequence[str]]) -> Line:
    """The row of the headings: that of the first rows in which most are understood."""
    first = [line for line in lines if line.says][:_ABOVE]
    return max(first, key=lambda line: len(_places(line, columns)))


def _header(lines: Sequence[Line], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    if not any(line.says for line in lines):
        return {}
    return {column: at[0] for column, at in _places(_top(lines, columns), columns).items()}


def _places(line: Line, columns: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """Where each column is in a row of headings. A year behind one (`Population 2021`) is passed over."""
    named = [heading(cell) for cell in line.cells]
    found = {}
    for column, aliases in columns.items():
        known = {heading(alias) for alias in aliases}
        exact = [at for at, name in enumerate(named) if name in known]
        dated = [
            at for at, name in enumerate(named) if name[:-5] in known and name[-5:-4] == "_" and name[-4:].isdigit()
        ]
        if exact or len(dated) == 1:
            found[column] = exact or dated
    return found


def _check_header(
    top: Line, columns: Mapping[str, Sequence[str]], needed: Sequence[str], found: Mapping[str, int]
) -> None:
    twice = [(column, at) for column, at in _places(top, columns).items() if len(at) > 1]
    faults = [
        Fault(top.number, _clean(top.cells[at[0]]), "column-twice", " · ".join(_clean(top.cells[n]) for n in at))
        for _, at in twice
    ]
    seen = " · ".join(_clean(cell) for cell in top.cells if cell.strip())[:200]
    faults += [Fault(top.number, columns[name][0], "column-missing", seen) for name in needed if name not in found]
    if faults:
        raise Unusable(faults)


def _unknown(top: Line, grid: Grid, known: set[int]) -> list[Fault]:
    """Columns that mean nothing to us, and those without a heading that hold something."""
    unknown = [
        Fault(top.number, _clean(cell)[:60], "column-unknown")
        for at, cell in enumerate(top.cells)
        if at not in known and cell.strip()
    ]
    below = {
        at
        for line in grid.lines
        if line.number > top.number
        for at, cell in enumerate(line.cells[: len(top.cells)])
        if not top.cells[at].strip() and cell.strip()
    }
    return unknown + [Fault(top.number, column_name(at), "column-nameless") for at in sorted(below)]


def _check_rows(top: Line, grid: Grid, found: Mapping[str, int]) -> None:
    """A row that is longer than the headings is one whose cells have moved: `6,85` between commas is two.

    `#N/A` and `NULL` are no values, and nobody can say whether they mean an empty cell.
    """
    faults = [
        Fault(line.number, column_name(len(top.cells)), "row-too-long", line.cells[len(top.cells)][:60])
        for line in grid.lines
        if line.number > top.number and any(cell.strip() for cell in line.cells[len(top.cells) :])
    ]
    faults += [Fault(row, _named(top, at), kind, "") for (row, at), kind in grid.bad.items() if row >= top.number]
    faults += [
        Fault(line.number, _named(top, at), "cell-error", line.cells[at][:60])
        for line in grid.lines
        if line.number > top.number
        for at in found.values()
        if at < len(line.cells) and is_no_value(line.cells[at]) and (line.number, at) not in grid.bad
    ]
    if faults:
        raise Unusable(faults)


def _named(top: Line, at: int) -> str:
    return _clean(top.cells[at]) if at < len(top.cells) and top.cells[at].strip() else column_name(at)


def column_name(at: int) -> str:
    """What spreadsheets call a column: A, B … Z, AA."""
    name = ""
    at += 1
    while at:
        at, left = divmod(at - 1, 26)
        name = chr(65 + left) + name
    return name
