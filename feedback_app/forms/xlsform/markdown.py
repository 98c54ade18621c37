"""The sheets of a form as Markdown tables: how an instrument is stored, so that changes can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def markdown(sheets: Any) -> str:
    """`survey`, `choices` and `settings`, as `read_xlsform` reads them again."""
    named = (("survey", sheets.survey), ("choices", sheets.choices), ("settings", sheets.settings))
    return "".join(_table(name, rows) for name, rows in named if rows and any(rows))


def _table(name: str, rows: Sequence[Mapping[str, object]]) -> str:
    columns = list(dict.fromkeys(str(column) for row in rows for column in row))
    lines = [columns, *([_cell(row.get(column, "")) for column in columns] for row in rows)]
    return f"| {name} |\n" + "".join(f"| | {' | '.join(line)} |\n" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")
