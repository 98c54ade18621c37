"""Which cells of all tables of a programme are shown, and as what, after what was shown before. Pure. Decision 63."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import orjson

from feedback_app.insight.figures.crosstabs import By, Crosstab
from feedback_app.insight.release import Shown, next_shown
from feedback_app.insight.suppression import Counts, Hidden, protect, with_totals

TOTAL = ""
"""Instead of a row or a column: all of them."""


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """A table as it may be shown. A cell that is hidden is None; `shown` has the totals last, in rows and columns."""

    speaker: str
    axis: str
    by: By
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    shown: tuple[tuple[int | None, ...], ...]
    anchors: Mapping[str, Mapping[str, Shown]] = field(default_factory=dict)
    """What is remembered of each cell, by row and column: also of those that are hidden or have no row any more."""

    @property
    def name(self) -> str:
        return "/".join((self.speaker, self.axis, self.by))

    @property
    def is_shown(self) -> bool:
        """Whether anything of it is: one of too few voices by now is empty."""
        return any(cell for line in self.shown for cell in line)


Released = Mapping[str, ReleasedTable]


def release(tables: Iterable[Crosstab], last: Released, *, k: int) -> dict[str, ReleasedTable]:
    """All tables as they are shown from now on. One of too few voices by now is empty, and what was shown of it is
    remembered."""
    made = {one.name: _release(one, last.get(one.name), k) for one in tables}
    return {**{name: _emptied(one) for name, one in last.items()}, **made}


def _emptied(one: ReleasedTable) -> ReleasedTable:
    return replace(one, shown=tuple((None,) * len(line) for line in one.shown))


def step_down(tables: Iterable[Crosstab], last: Released, *, k: int) -> dict[str, ReleasedTable]:
    """What was shown, less what is no longer true: between two releases nothing is added, but words that were taken
    back leave every figure."""
    now = {one.name: one for one in tables}
    return {name: _step_down(one, _exact(now.get(name)), k) for name, one in last.items()}


def _release(table: Crosstab, last: ReleasedTable | None, k: int) -> ReleasedTable:
    anchors = last.anchors if last else {}
    names, columns = (*table.rows, TOTAL), (*table.columns, TOTAL)
    floors = [[_anchor(anchors, row, column) for column in columns] for row in names]
    hidden = _hidden(table, k, floors)
    remembered = {row: dict(cells) for row, cells in anchors.items()}
    shown: list[tuple[int | None, ...]] = []
    for row, counts, marks in zip(names, with_totals(table.counts), hidden, strict=True):
        cells = remembered.setdefault(row, {})
        line: list[int | None] = []
        for column, count, is_hidden in zip(columns, counts, marks, strict=True):
            now = None if is_hidden else next_shown(cells.get(column), count, k)
            if now:
                cells[column] = now
            line.append(_figure(now, count, is_hidden=is_hidden))
        shown.append(tuple(line))
    return ReleasedTable(
        table.speaker, table.axis, table.by, table.rows, table.columns, tuple(shown), remembered
    )  # fmt: skip


def _figure(now: Shown | None, count: int, *, is_hidden: bool) -> int | None:
    if now is not None:
        return None if now.is_hidden else now.anchor
    return 0 if count == 0 and not is_hidden else None


def _hidden(table: Crosstab, k: int, floors: Counts) -> Hidden:
    """The cells that are hidden. Totals of columns are those of other tables too: where one would have to be hidden,
    the whole table is."""
    hidden = protect(table.counts, [k] * len(table.columns), floors)
    return [[True] * len(row) for row in hidden] if any(hidden[-1]) else hidden


def _anchor(anchors: Mapping[str, Mapping[str, Shown]], row: str, column: str) -> int:
    cell = anchors.get(row, {}).get(column)
    return cell.anchor if cell else 0


def _exact(table: Crosstab | None) -> dict[tuple[str, str], int]:
    if table is None:
        return {}
    return {
        (row, column): count
        for row, line in zip((*table.rows, TOTAL), with_totals(table.counts), strict=True)
        for column, count in zip((*table.columns, TOTAL), line, strict=True)
    }


def _step_down(one: ReleasedTable, exact: Mapping[tuple[str, str], int], k: int) -> ReleasedTable:
    anchors = {row: dict(cells) for row, cells in one.anchors.items()}
    shown: list[tuple[int | None, ...]] = []
    for row, line in zip((*one.rows, TOTAL), one.shown, strict=True):
        cells = anchors.setdefault(row, {})
        lower: list[int | None] = []
        for column, figure in zip((*one.columns, TOTAL), line, strict=True):
            true = exact.get((row, column), 0)
            if not figure or true >= figure:
                lower.append(figure)
                continue
            now = next_shown(cells.get(column), true, k)
            if now:
                cells[column] = now
            lower.append(None if now is None or now.is_hidden else now.anchor)
        shown.append(tuple(lower))
    return ReleasedTable(one.speaker, one.axis, one.by, one.rows, one.columns, tuple(shown), anchors)


def write(tables: Iterable[ReleasedTable]) -> bytes:
    """As they are stored."""
    return orjson.dumps([_as_stored(one) for one in tables])


def _as_stored(one: ReleasedTable) -> Sequence[object]:
    anchors = {
        row: {column: [cell.anchor, cell.is_hidden] for column, cell in cells.items()}
        for row, cells in one.anchors.items()
    }
    return [one.speaker, one.axis, one.by, one.rows, one.columns, one.shown, anchors]


def read(stored: bytes) -> dict[str, ReleasedTable]:
    """What `write` wrote, by name."""
    found = {}
    for speaker, axis, by, rows, columns, shown, anchors in orjson.loads(stored):
        remembered = {row: {column: Shown(*cell) for column, cell in cells.items()} for row, cells in anchors.items()}
        table = ReleasedTable(speaker, axis, By(by), tuple(rows), tuple(columns), tuple(map(tuple, shown)), remembered)
        found[table.name] = table
    return found
