"""What people answer before an event and after, and month by month: exact counts, for who may read records. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedback_app.forms.engine.meaning import PLEASURE
from feedback_app.insight.accepted.counting import PlaceMonth
from feedback_app.insight.accepted.voices import Speaker
from feedback_app.insight.figures.crosstabs import columns_of
from feedback_app.insight.figures.scales import AnswerChange, Middle, Part, bar, change, middle

FEW = 5
"""Voices on either side below which no change is spoken of."""


@dataclass(frozen=True, slots=True)
class Side:
    """The answers of one side of the beginning, or of a month."""

    voices: int
    bar: Sequence[Part] | None
    middle: Middle | None


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """How people of a place felt before its pilot began, and since; no change for too few voices."""

    before: Side
    after: Side
    change: AnswerChange | None


@dataclass(frozen=True, slots=True)
class AnswerQuery:
    """Of which place and those below it, about which project (empty: any), on which ordered scale."""

    path: str
    axis: str = PLEASURE
    project: str = ""


def before_after(months: Iterable[PlaceMonth], path: str, start: str) -> BeforeAfter:
    """How people of the place with this path and those below it feel; the month `start` (`2026-07`) is the first of the
    pilot."""
    return compared(months, AnswerQuery(path), start)


def compared(months: Iterable[PlaceMonth], asked: AnswerQuery, start: str) -> BeforeAfter:
    """Before the month `start`, and from it on."""
    sides = [Counter[str](), Counter[str]()]
    for month, answers in _by_month(months, asked).items():
        sides[month >= start].update(answers)
    cells = [_cells(side, asked) for side in sides]
    is_enough = min(side.total() for side in sides) >= FEW
    return BeforeAfter(_side(cells[0]), _side(cells[1]), change(cells) if is_enough else None)


def month_sides(months: Iterable[PlaceMonth], asked: AnswerQuery) -> list[tuple[str, Side]]:
    """Month by month, the earliest first; none in which nobody answered."""
    found = _by_month(months, asked)
    return [(month, _side(_cells(found[month], asked))) for month in sorted(found)]


def _by_month(months: Iterable[PlaceMonth], asked: AnswerQuery) -> dict[str, Counter[str]]:
    """Single people alone: a group is another voice."""
    columns, found = set(columns_of(asked.axis)), dict[str, Counter[str]]()
    for one in months:
        if one.place_path.startswith(asked.path):
            for key, tally in one.counts.items():
                is_asked = (key.speaker, key.axis) == (Speaker.SINGLE, asked.axis) and key.code in columns
                if is_asked and asked.project in ("", key.project) and tally.voices:
                    found.setdefault(one.month, Counter())[key.code] += tally.voices
    return found


def _cells(answers: Counter[str], asked: AnswerQuery) -> list[int]:
    return [answers[code] for code in columns_of(asked.axis)]


def _side(cells: Sequence[int]) -> Side:
    return Side(sum(cells), bar(cells), middle(cells))
