"""What people of a place answer before its pilot began and after: exact counts, for who may read the records. Pure."""

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
    """The answers of one side of the beginning."""

    voices: int
    bar: Sequence[Part] | None
    middle: Middle | None


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """How people of a place felt before its pilot began, and since; no change for too few voices."""

    before: Side
    after: Side
    change: AnswerChange | None


def before_after(months: Iterable[PlaceMonth], path: str, start: str) -> BeforeAfter:
    """Of the place with this path and those below it; the month `start` (`2026-07`) is the first of the pilot. Single
    people alone: a group is another voice."""
    before, after = Counter[str](), Counter[str]()
    for one in months:
        if one.place_path.startswith(path):
            side = before if one.month < start else after
            for key, tally in one.counts.items():
                if key.speaker == Speaker.SINGLE and key.axis == PLEASURE:
                    side[key.code] += tally.voices
    cells = [[side[code] for code in columns_of(PLEASURE)] for side in (before, after)]
    is_enough = min(before.total(), after.total()) >= FEW
    return BeforeAfter(_side(cells[0]), _side(cells[1]), change(cells) if is_enough else None)


def _side(cells: Sequence[int]) -> Side:
    return Side(sum(cells), bar(cells), middle(cells))
