"""How many of the milestones that should be done by now are done, by organisation and by place. Pure.

What is open counts as not done, and is shown. The rate is the lower end of Wilson's interval, so that one of one does
not come before nineteen of twenty; of fewer than `LEAST` there is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from feedback_app.insight.statistics import wilson

LEAST = 5


@dataclass(frozen=True, slots=True)
class MilestoneRate:
    """Of an organisation or place: milestones that are done, and those that are due and still open."""

    name: str
    done: int
    late: int

    @property
    def due(self) -> int:
        """All that are done or should be."""
        return self.done + self.late

    @property
    def at_least(self) -> float | None:
        """The share that is done, at its lower bound; None of too few."""
        return wilson(self.done, self.due).low if self.due >= LEAST else None


def milestone_rates(lines: Iterable[tuple[str, bool]]) -> list[MilestoneRate]:
    """The rates of (name, whether it is done) of every milestone that is done or due: the best first, those of too few
    last."""
    counts: dict[str, list[int]] = {}
    for name, is_done in lines:
        counts.setdefault(name, [0, 0])[0 if is_done else 1] += 1
    rates = [MilestoneRate(name, done, late) for name, (done, late) in counts.items()]
    return sorted(rates, key=lambda one: (one.at_least is None, -(one.at_least or 0.0), one.name))
