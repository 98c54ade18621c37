"""Which cells of a table with totals must stay hidden so that nobody can work out a small one. Pure.

Cells under `k` are hidden; totals would give them back by subtraction, so more must go: each small cell becomes the
corner of a rectangle of hidden cells along which its value can move by at least `k` while every shown number stays true
(the hypercube rule). Decision 63; attacked by linear programming in `tests/rules/test_suppression.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Counts: TypeAlias = Sequence[Sequence[int]]
"""Rows of exact counts; with totals, the last row and the last column are those."""
Hidden: TypeAlias = list[list[bool]]
"""Of each cell of a table with totals, whether it must stay hidden."""

_ROW_TOTAL, _GRAND_TOTAL = 3, 10
"""How much dearer it is to hide a total than a cell of the same count."""


def with_totals(counts: Counts) -> list[list[int]]:
    """A table with the totals of its rows and columns."""
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]] if rows else [[0]]


def protect(counts: Counts, least: Sequence[int], floors: Counts | None = None) -> Hidden:
    """The cells of `counts` with totals to be hidden.

    `least` says for each column how many a cell needs to be shown; totals of rows need the least of them. `floors`,
    with totals, says what was shown of each cell before: who remembers it knows that the cell is not below. A table in
    which a small cell cannot be hidden among others is hidden as a whole.
    """
    table = _Table(with_totals(counts), [*least, min(least, default=1)], floors)
    small = sorted(table.small(), key=lambda one: (table.counts[one[0]][one[1]], one))
    for i, j in small:
        table.hidden[i][j] = True
    for i, j in small:
        if not table.hide_among_others(i, j):
            return [[True] * len(row) for row in table.counts]
    return table.hidden


@dataclass
class _Table:
    """A table with totals, and what of it is hidden so far."""

    counts: list[list[int]]
    least: list[int]
    floors: Counts | None
    hidden: Hidden = field(init=False)

    def __post_init__(self) -> None:
        self.hidden = [[False] * len(row) for row in self.counts]
        self.last_row, self.last_column = len(self.counts) - 1, len(self.counts[0]) - 1

    def small(self) -> list[tuple[int, int]]:
        """Cells of some, but fewer than may be shown."""
        return [
            (i, j) for i, row in enumerate(self.counts) for j, count in enumerate(row) if 0 < count < self.least[j]
        ]  # fmt: skip

    def hide_among_others(self, i: int, j: int) -> bool:
        """Hides the cheapest rectangle in which this cell can move by as much as its column asks for. False: there is
        none."""
        found = [
            (self._price(i, q) + self._price(p, j) + self._price(p, q), p, q)
            for p in self._others(i, [self.counts[n][j] for n in range(len(self.counts))])
            for q in self._others(j, self.counts[i])
            if self.counts[p][q] and self._room(i, j, p, q) >= self.least[j]
        ]
        if not found:
            return False
        _, p, q = min(found)
        self.hidden[i][q] = self.hidden[p][j] = self.hidden[p][q] = True
        return True

    @staticmethod
    def _others(own: int, line: Sequence[int]) -> list[int]:
        return [n for n, count in enumerate(line) if n != own and count]

    def _price(self, p: int, q: int) -> int:
        if self.hidden[p][q]:
            return 0
        totals = (p == self.last_row) + (q == self.last_column)
        return self.counts[p][q] * (1, _ROW_TOTAL, _GRAND_TOTAL)[totals] + 1

    def _room(self, i: int, j: int, p: int, q: int) -> int:
        """By how much the cell can move along the rectangle, up and down together: corners that go the other way must
        not fall below what is known of them when it goes up, nor it and the others when it goes down."""
        same = [self._above_floor(i, j)]
        other: list[int] = []
        in_row = (q == self.last_column) != (j == self.last_column)
        in_column = (p == self.last_row) != (i == self.last_row)
        for (row, column), goes_along in (((i, q), in_row), ((p, j), in_column), ((p, q), in_row == in_column)):
            (same if goes_along else other).append(self._above_floor(row, column))
        return (min(other) if other else self.counts[-1][-1]) + min(same)

    def _above_floor(self, row: int, column: int) -> int:
        floor = self.floors[row][column] if self.floors else 0
        return max(self.counts[row][column] - floor, 0)
