"""How much a theme weighs: distinct voices, how serious, since when, whom it hurts; and who was heard. Pure.

Figures follow `insight.disclosure`: each is rounded down to a multiple of `k`, and nothing is said of fewer. Shares are
of the figures that are shown, with Wilson's interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.forms.engine.definition import UNSAID
from feedback_app.forms.engine.meaning import AFFECTED, AGE, EMOTION, PLEASURE, SEVERITY, SEX, SINCE
from feedback_app.insight.disclosure import round_down_or_hide
from feedback_app.insight.figures.scales import Middle, middle
from feedback_app.insight.statistics import FEW, Interval, wilson

AXES = (SEVERITY, SINCE, AFFECTED, PLEASURE, EMOTION, SEX, AGE)
"""In the order in which they are shown. Feelings only where a form of needs asks for them."""
ORDERED = frozenset({SEVERITY, PLEASURE})
"""Whose answers have an order: a middle one is said of them, and no mean."""
HEARD = (SEX, AGE)
"""What says who was heard."""
SEVERAL = frozenset({AFFECTED})
"""Of which one voice may name several: shares are of all voices."""
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WeightPart:
    """One answer, as it is shown."""

    code: str
    words: Words
    voices: int | None
    """None: nobody, or fewer than may be shown; which of both is not said."""
    share: Interval | None
    """None where there is too little to speak of shares."""


@dataclass(frozen=True, slots=True)
class WeightAxis:
    """What was answered to one question."""

    axis: str
    parts: Sequence[WeightPart]
    is_exact: bool = False
    """Nothing is hidden: what has no figure was answered by nobody."""

    @property
    def middle(self) -> Middle | None:
        """The answer in the middle with its interval, by the number of the part; None without an order, and where a
        figure is hidden."""
        if self.axis not in ORDERED:
            return None
        return middle([0 if one.voices is None and self.is_exact else one.voices for one in self.parts])

    @property
    def is_shown(self) -> bool:
        return any(one.voices for one in self.parts)

    @property
    def most(self) -> int:
        """The largest figure, for bars."""
        return max((one.voices or 0 for one in self.parts), default=0)

    @property
    def unheard(self) -> Sequence[WeightPart]:
        """Answers of nobody, or of fewer than may be shown."""
        return [one for one in self.parts if one.voices is None]


@dataclass(frozen=True, slots=True)
class ThemeWeight:
    """All of it; `voices` None: too few to say anything."""

    voices: int | None
    k: int
    axes: Sequence[WeightAxis]

    @property
    def at_most(self) -> int | None:
        """How many there may be, when figures are rounded."""
        return self.voices + self.k - 1 if self.voices is not None else None


Counts = Mapping[str, Mapping[str, int]]
"""Exact distinct voices by axis and code."""


def theme_weight(
    voices: int, counts: Counts, choices: Mapping[str, Sequence[tuple[str, Words]]], *, k: int
) -> ThemeWeight:
    """What may be shown of these exact counts; `choices` are the answers of each axis, in the order of the form."""
    shown = round_down_or_hide(voices, k)
    if shown is None:
        return ThemeWeight(None, k, ())
    axes = [_axis(axis, counts.get(axis, {}), choices.get(axis, ()), shown, k) for axis in AXES]
    return ThemeWeight(shown, k, [one for one in axes if one.is_shown])


def _axis(
    axis: str, counts: Mapping[str, int], choices: Sequence[tuple[str, Words]], voices: int, k: int
) -> WeightAxis:
    offered = [(code, words) for code, words in choices if code not in UNSAID]
    figures = {code: round_down_or_hide(counts.get(code, 0), k) if counts.get(code) else None for code, _ in offered}
    total = max(voices, *figures_of(figures)) if axis in SEVERAL else sum(figures_of(figures))
    parts = [WeightPart(code, words, figures[code], _share(figures[code], total)) for code, words in offered]
    return WeightAxis(axis, parts, is_exact=k == 1)


def figures_of(figures: Mapping[str, int | None]) -> list[int]:
    """Those that are shown; 0 where none is."""
    return [one for one in figures.values() if one is not None] or [0]


def _share(figure: int | None, total: int) -> Interval | None:
    return wilson(figure, total) if figure is not None and total >= FEW else None
