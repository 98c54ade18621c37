"""A table file that is read in a child process (`base.child`): what it is made of may be made to break its reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from feedback_app.base.child import ChildFailed, run_in_child
from feedback_app.base.faults import Fault, Unusable, refuse
from feedback_app.base.table_file import Origin, Table, read_table

SECONDS = 60.0
"""The largest file that is taken needs half of it."""
WORK = f"{__name__}:in_child"


def read_table_apart(
    data: bytes, columns: Mapping[str, Sequence[str]], *, needed: Sequence[str], most_bytes: int, page: str = ""
) -> Table:
    """As `table_file.read_table`. Raises `Unusable`, also for a file that takes too much work."""
    if len(data) > most_bytes:
        raise refuse("too-large", f"{most_bytes >> 20} MiB")
    asked = {"columns": dict(columns), "needed": needed, "most_bytes": most_bytes, "page": page}
    try:
        answer = run_in_child(WORK, asked, data, seconds=SECONDS)
    except ChildFailed:
        raise refuse("too-much-work") from None
    if answer["faults"]:
        raise Unusable([Fault(*one) for one in answer["faults"]])
    return _table(answer)


def in_child(asked: Any, data: Path) -> dict[str, Any]:
    """The work itself."""
    try:
        found = read_table(data.read_bytes(), **asked)
    except Unusable as unusable:
        return {"faults": [_wire(one) for one in unusable.faults]}
    origin = found.origin
    return {
        "faults": [],
        "written": found.written,
        "rows": found.rows,
        "remarks": [_wire(one) for one in found.remarks],
        "origin": [origin.page, origin.sure, origin.readings, origin.sheet],
        "odd": [[row, column, kind] for (row, column), kind in found.odd.items()],
    }


def _wire(fault: Fault) -> list[object]:
    return [fault.row, fault.column, fault.reason, fault.value]


def _table(answer: Mapping[str, Any]) -> Table:
    page, sure, readings, sheet = answer["origin"]
    return Table(
        written=answer["written"],
        rows=tuple((row, cells) for row, cells in answer["rows"]),
        remarks=tuple(Fault(*one) for one in answer["remarks"]),
        origin=Origin(page, sure, tuple((one, words) for one, words in readings), sheet),
        odd={(row, column): kind for row, column, kind in answer["odd"]},
    )
