"""A workbook, which spreadsheets of every language open as it is meant. Pure."""

from __future__ import annotations

from typing import Any

from feedback_app.out.dataset import Dataset, Page
from feedback_app.out.format import Format
from feedback_app.out.workbook import WORKBOOK, workbook


def write(dataset: Dataset, page: Page) -> bytes:
    """A workbook with the columns of the CSV."""
    assert dataset.table, "not offered"
    columns, rows = dataset.table.columns, map(dataset.table.values, page.rows)
    return workbook(dataset.name, columns, ([_plain(values[name]) for name in columns] for values in rows))


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float | str) else str(value)


FORMAT = Format(
    rank=30,
    ending=".xlsx",
    media_type=WORKBOOK,
    write=write,
    label={"fr": "Classeur pour Excel (XLSX)", "en": "Workbook for Excel (XLSX)"},
    about="""List {rows} as a workbook, a row a {row}.

    Opens in spreadsheets of every language, whatever separator and code page they expect of a CSV.
    """,
    content="A workbook with the columns of the CSV",
    schema=lambda _: {"type": "string", "format": "binary"},
    fits=lambda dataset: dataset.table is not None,
    is_file=True,
)
