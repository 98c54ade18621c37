"""A workbook, which spreadsheets of every language open as it is meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from inspect import cleandoc
from itertools import count
from typing import Any, BinaryIO

from feedback_app.out.columns import Column, column
from feedback_app.out.dataset import Dataset, Page, Row
from feedback_app.out.format import Format
from feedback_app.out.workbook import WORKBOOK, WorkbookSheet, workbook, workbook_into


def write(dataset: Dataset, page: Page) -> bytes:
    """A workbook with the columns of the CSV and their HXL tags; other sheets say what the columns and the rows are."""
    return workbook(_sheets(dataset, page, page.rows, [f"{len(page.rows)} / {page.total}"]))


def into(dataset: Dataset, rows: Iterable[Row], page: Page, out: BinaryIO) -> None:
    """The same, row by row."""
    counted = count()

    def counting() -> Iterator[Row]:
        for row in rows:
            next(counted)
            yield row

    workbook_into(_sheets(dataset, page, counting(), (next(counted) for _ in range(1))), out)


def _sheets(dataset: Dataset, page: Page, rows: Iterable[Row], how_many: Iterable[object]) -> Iterator[WorkbookSheet]:
    """`how_many` is asked for its one value once the rows are written."""
    assert dataset.table, "not offered"
    columns = [column(name) for name in dataset.table.header]
    lines = ([_plain(value) for value in line] for line in dataset.table.lines(page, rows))
    tags = [one.hxl for one in columns]
    yield WorkbookSheet(title=dataset.name, columns=dataset.table.header, rows=lines, tags=tags)
    yield _dictionary(columns)
    about = _about(dataset, page, how_many)
    yield WorkbookSheet(title="À propos", columns=("", ""), widths=(24, 120), rows=about)


def _dictionary(columns: Sequence[Column]) -> WorkbookSheet:
    rows = ([one.name, one.type, one.hxl, one.about["fr"], one.about["en"]] for one in columns)
    names = ("colonne", "type", "HXL", "français", "English")
    return WorkbookSheet(title="Dictionnaire", columns=names, widths=(20, 10, 32, 60, 60), rows=rows)


def _about(dataset: Dataset, page: Page, how_many: Iterable[object]) -> Iterator[list[Any]]:
    """What goes with the rows: what they are, of which day, how many of all, and what one may do with them."""
    yield ["Contenu / Content", dataset.summary]
    yield ["", cleandoc(dataset.about)]
    yield ["Données du / As of", page.as_of]
    yield ["Licence", page.licence]
    yield from (["Lignes / Rows", one] for one in how_many)
    yield from ([name, _plain(value)] for name, value in page.figures.items())


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float | str) else str(value)


FORMAT = Format(
    rank=30,
    ending=".xlsx",
    media_type=WORKBOOK,
    write=write,
    into=into,
    label={"fr": "Classeur pour Excel (XLSX)", "en": "Workbook for Excel (XLSX)"},
    about="""List {rows} as a workbook, a row a {row}.

    Opens in spreadsheets of every language, whatever separator and code page they expect of a CSV. The second line are
    HXL tags; other sheets hold the dictionary, the licence and the day.
    """,
    content="A workbook with the columns of the CSV, their HXL tags and a dictionary",
    schema=lambda _: {"type": "string", "format": "binary"},
    fits=lambda dataset: dataset.table is not None,
    is_file=True,
)
