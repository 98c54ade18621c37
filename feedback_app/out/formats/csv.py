"""CSV (RFC 4180, UTF-8), for spreadsheets. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

from feedback_app.out.dataset import Dataset, Page
from feedback_app.out.format import Format


def write(dataset: Dataset, page: Page) -> bytes:
    """A header and a line a row."""
    return lines_of(dataset, page, lambda value: value).encode()


def lines_of(dataset: Dataset, page: Page, number: Callable[[float], Any], *, separator: str = ",") -> str:
    """The header and a line a row; broken numbers as `number` writes them."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    if table := dataset.table:
        writer.writerow(table.header)
        for values in table.lines(page):
            writer.writerow([number(one) if isinstance(one, float) else _safe(one) for one in values])
    return text.getvalue()


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
