"""Answers on an ordered scale, as they are drawn and put into words: shares, the middle answer, a change. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feedback_app.insight.statistics import Interval, cliffs_delta, cliffs_interval, median_interval

CLEAR_CHANGE = 0.147
"""Below this, Cliff's δ is called negligible (J. Romano and others, 2006)."""
MOST_VALUES = 2000
"""Voices up to which the interval of a median is worked out exactly."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar of 100: from where, how wide, of which answer."""

    x: float
    width: float
    answer: int
    percent: int


def bar(cells: Sequence[int | None]) -> list[Part] | None:
    """The parts of a bar; None where a cell is hidden, because shares would be wrong."""
    known = [cell for cell in cells if cell is not None]
    total = sum(known)
    if len(known) < len(cells) or not total:
        return None
    return [*_parts(known, total)]


def _parts(cells: Sequence[int], total: int) -> Iterator[Part]:
    x = 0.0
    for answer, cell in enumerate(cells):
        width = 100 * cell / total
        if cell:
            yield Part(round(x, 2), round(width, 2), answer, round(width))
        x += width


@dataclass(frozen=True, slots=True)
class Middle:
    """The answer in the middle, by its number; `low` and `high` None where there are too few for an interval."""

    median: int
    low: int | None = None
    high: int | None = None


def middle(cells: Sequence[int | None]) -> Middle | None:
    """The median of ordered answers; None where a cell is hidden or there is no voice."""
    if bar(cells) is None:
        return None
    values = [answer for answer, cell in enumerate(cells) for _ in range(cell or 0)]
    median = values[(len(values) - 1) // 2]
    found = median_interval(values) if len(values) <= MOST_VALUES else None
    return Middle(median, int(found[1].low), int(found[1].high)) if found else Middle(median)


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """Cliff's δ between two times, and its interval: `is_clear` where that is all on one side, and δ not negligible."""

    delta: float
    interval: Interval | None

    @property
    def is_clear(self) -> bool:
        if self.interval is None or abs(self.delta) < CLEAR_CHANGE:
            return False
        return self.interval.low > 0 or self.interval.high < 0


def change(rows: Sequence[Sequence[int | None]]) -> AnswerChange | None:
    """From the first row to the last, of ordered answers; None where one is hidden, or there is one alone."""
    if len(rows) < 2 or bar(rows[0]) is None or bar(rows[-1]) is None:
        return None
    first, last = ([float(n) for n, cell in enumerate(row) for _ in range(cell or 0)] for row in (rows[0], rows[-1]))
    delta = cliffs_delta(first, last)
    if delta is None:
        return None
    return AnswerChange(delta, cliffs_interval(first, last))
