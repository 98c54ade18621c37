"""CSV (RFC 4180, UTF-8), for spreadsheets. Pure."""

from __future__ import annotations

import csv
import io
from typing import Any

from feedback_app.portfolio.columns import COLUMNS, row
from feedback_app.portfolio.output import Format, PortfolioPage


def write(page: PortfolioPage) -> bytes:
    """A header and a row a need."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for line in page.lines:
        values = row(line)
        writer.writerow([_safe(values[name]) for name in COLUMNS])
    return text.getvalue().encode()


def _safe(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is quoted with an apostrophe. Numbers stay numbers."""
    if not isinstance(value, str):
        return value
    start = value.lstrip(" \u00a0\ufeff")[:1]
    return f"'{value}" if start and start in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20" else value


FORMAT = Format(
    rank=20,
    ending=".csv",
    media_type="text/csv",
    write=write,
    label={"fr": "CSV", "en": "CSV"},
    about="""List accepted needs for spreadsheets, a row a need.

    Text that a spreadsheet would take for a formula is quoted with an apostrophe.
    """,
    content="A header and a row a need, UTF-8",
    schema={"type": "string"},
    content_type="text/csv; charset=utf-8; header=present",
    file="portfolio.csv",
)
