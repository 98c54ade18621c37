"""What somebody can work out of published tables, by linear programming: the least and the greatest that each hidden
cell can be, given all that is shown and what was shown before."""

from __future__ import annotations

from collections.abc import Sequence

from scipy.optimize import linprog
from scipy.sparse import csr_matrix, lil_matrix

from feedback_app.insight.suppression import Counts

Bounds = tuple[float, float | None]
Cell = tuple[int, int]


def _equations(rows: int, columns: int, tables: int) -> csr_matrix:
    """Rows and columns, totals among them, of `tables` tables of this size: what is in them, less the total, is 0."""
    size = rows * columns
    made = lil_matrix((tables * (rows + columns), tables * size))
    line = 0
    for table in range(tables):
        lines = [[table * size + i * columns + j for j in range(columns)] for i in range(rows)]
        lines += [[table * size + i * columns + j for i in range(rows)] for j in range(columns)]
        for cells in lines:
            made[line, cells[:-1]] = 1
            made[line, cells[-1]] = -1
            line += 1
    return made.tocsr()


class Attack:
    """Tables with totals of the same cells at one date or several, as `bounds` of each cell that a reader knows."""

    def __init__(self, bounds: Sequence[Sequence[Sequence[Bounds]]], *, only_grows: bool = False) -> None:
        rows, self._columns = len(bounds[0]), len(bounds[0][0])
        self._size = rows * self._columns
        self._equal = _equations(rows, self._columns, len(bounds))
        self._bounds = [one for table in bounds for row in table for one in row]
        self._grows = self._growth(len(bounds)) if only_grows and len(bounds) > 1 else None

    def _growth(self, dates: int) -> csr_matrix:
        """Each cell is at least what it was at the date before."""
        made = lil_matrix(((dates - 1) * self._size, dates * self._size))
        for n in range((dates - 1) * self._size):
            made[n, n], made[n, n + self._size] = 1, -1
        return made.tocsr()

    def interval(self, cell: Cell, *, date: int = 0) -> tuple[int, int]:
        """The least and the greatest that this cell can be."""
        at = date * self._size + cell[0] * self._columns + cell[1]
        return round(self._extreme(at, 1)), round(-self._extreme(at, -1))

    def _extreme(self, at: int, sign: int) -> float:
        wish = [0.0] * len(self._bounds)
        wish[at] = sign
        grows = {} if self._grows is None else {"A_ub": self._grows, "b_ub": [0.0] * self._grows.shape[0]}
        found = linprog(
            wish, A_eq=self._equal, b_eq=[0.0] * self._equal.shape[0], bounds=self._bounds, method="highs", **grows
        )
        assert found.status == 0, found.message
        return float(found.fun)


def shown_exactly(totals: Counts, hidden: Sequence[Sequence[bool]]) -> list[list[Bounds]]:
    """What a reader knows of a table whose shown cells are exact: of the others, that they are not more than all."""
    most = float(totals[-1][-1] * 10)
    return [
        [
            (0.0, most) if is_hidden else (float(count), float(count))
            for count, is_hidden in zip(row, marks, strict=True)
        ]
        for row, marks in zip(totals, hidden, strict=True)
    ]
