"""CSV (RFC 4180, UTF-8), for spreadsheets. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

from feedback_app.out.dataset import Dataset, Page, Row
from feedback_app.out.format import Format


def write(dataset: Dataset, page: Page) -> bytes:
    """A header and a line a row."""
    return lines_of(dataset, page, lambda value: value).encode()


def into(dataset: Dataset, rows: Iterable[Row], page: Page, out: BinaryIO) -> None:
    """The same, row by row."""
    lines_into(dataset, rows, page, out, number=lambda value: value)


def lines_of(dataset: Dataset, page: Page, number: Callable[[float], Any], *, separator: str = ",") -> str:
    """The header and a line a row; broken numbers as `number` writes them."""
    made = io.BytesIO()
    lines_into(dataset, page.rows, page, made, number=number, separator=separator)
    return made.getvalue().decode()


def lines_into(
    dataset: Dataset, rows: Iterable[Row], page: Page, out: BinaryIO, *, number: Callable[[float], Any],
    separator: str = ",",
) -> None:  # fmt: skip
    """The same, row by row."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    writer = csv.writer(text, delimiter=separator)
    if table := dataset.table:
        writer.writerow(table.header)
        for values in table.lines(page, rows):
            writer.writerow([number(one) if isinstance(one, float) else _safe(one) for one in values])
    text.detach()


_FORMULA = re.compile(r"""(^|[;\t\r\n])(?=[\s"\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])""")
"""Where a cell might begin with a formula. Spreadsheets split by commas, by semicolons (in French) or by tabs. Quotes
protect a text from one separator alone, and blanks or quotes in front of a formula do not hide it."""


def _safe(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula, whole or in part, is quoted with an apostrophe. Numbers stay
    numbers."""
    return _FORMULA.sub(r"\1'", value) if isinstance(value, str) else value


FORMAT = Format(
    rank=20,
    ending=".csv",
    media_type="text/csv",
    write=write,
    into=into,
    label={"fr": "CSV", "en": "CSV"},
    about="""List {rows} for spreadsheets, a row a {row}.

    Text that a spreadsheet would take for a formula, at its start or after `;`, is quoted with an apostrophe.
    """,
    content="A header and a row a {row}, UTF-8",
    schema=lambda _: {"type": "string"},
    fits=lambda dataset: dataset.table is not None,
    content_type="text/csv; charset=utf-8; header=present",
    is_file=True,
)
