"""A workbook, which spreadsheets of every language open as it is meant. Pure."""

from __future__ import annotations

from typing import Any

from feedback_app.portfolio.columns import COLUMNS, row
from feedback_app.portfolio.output import Format, PortfolioPage
from feedback_app.portfolio.workbook import WORKBOOK, workbook


def write(page: PortfolioPage) -> bytes:
    """A workbook with the columns of the CSV."""
    rows = (row(line) for line in page.lines)
    return workbook("portfolio", COLUMNS, ([_plain(values[name]) for name in COLUMNS] for values in rows))


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float | str) else str(value)


FORMAT = Format(
    rank=30,
    ending=".xlsx",
    media_type=WORKBOOK,
    write=write,
    label={"fr": "Classeur pour Excel (XLSX)", "en": "Workbook for Excel (XLSX)"},
    about="""List accepted needs as a workbook, a row a need.

    Opens in spreadsheets of every language, whatever separator and code page they expect of a CSV.
    """,
    content="A workbook with the columns of the CSV",
    schema={"type": "string", "format": "binary"},
    file="portfolio.xlsx",
)
