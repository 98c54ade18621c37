"""CSV as Excel in French opens it by a double click: semicolons, decimal commas, and the mark by which it knows UTF-8.
Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from feedback_app.out.dataset import Dataset, Page, Row
from feedback_app.out.format import Format
from feedback_app.out.formats.csv import lines_into, lines_of

_MARK = "\ufeff"


def write(dataset: Dataset, page: Page) -> bytes:
    """The columns of the CSV."""
    return (_MARK + lines_of(dataset, page, _with_comma, separator=";")).encode()


def into(dataset: Dataset, rows: Iterable[Row], page: Page, out: BinaryIO) -> None:
    """The same, row by row."""
    out.write(_MARK.encode())
    lines_into(dataset, rows, page, out, number=_with_comma, separator=";")


def _with_comma(value: float) -> str:
    return f"{value!r}".replace(".", ",")


FORMAT = Format(
    rank=25,
    ending=".fr.csv",
    media_type="text/csv",
    write=write,
    into=into,
    label={"fr": "CSV pour Excel en français", "en": "CSV for Excel in French"},
    about="""List {rows} for Excel in French, a row a {row}.

    The columns of the CSV, separated by semicolons, with decimal commas and a byte order mark.
    """,
    content="A header and a row a {row}, separated by semicolons, UTF-8 with its mark",
    schema=lambda _: {"type": "string"},
    fits=lambda dataset: dataset.table is not None,
    content_type="text/csv; charset=utf-8; header=present",
    is_file=True,
)
