"""How many of the milestones that should be done by now are done, by organisation and by place. Pure.

What is open counts as not done, and is shown; what its places contest is open until they confirm it. The rate is the
lower end of Wilson's interval, so that one of one does not come before nineteen of twenty; of fewer than `LEAST` there
is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from feedback_app.insight.statistics import wilson
from feedback_app.portfolio.bourse.milestone_states import FIXED, MilestoneState

LEAST = 5


@dataclass(frozen=True, slots=True)
class MilestoneRate:
    """Of an organisation or place: milestones that are done, and those that are due and still open."""

    name: str
    done: int
    confirmed: int
    """Of those that are done, how many their places confirm."""
    late: int
    contested: int
    """Those that are work again, or should be: their places say that they are not done."""

    @property
    def due(self) -> int:
        """All that are done or should be."""
        return self.done + self.late + self.contested

    @property
    def at_least(self) -> float | None:
        """The share that is done, at its lower bound; None of too few."""
        return wilson(self.done, self.due).low if self.due >= LEAST else None


def milestone_rates(lines: Iterable[tuple[str, MilestoneState]]) -> list[MilestoneRate]:
    """The rates of (name, state) of milestones: the best first, those of too few last. What is not due yet counts
    nowhere."""
    counts: dict[str, Counter[MilestoneState]] = {}
    for name, state in lines:
        if state is not MilestoneState.OPEN:
            counts.setdefault(name, Counter())[state] += 1
    rates = [_rate(name, some) for name, some in counts.items()]
    return sorted(rates, key=lambda one: (one.at_least is None, -(one.at_least or 0.0), one.name))


def _rate(name: str, some: Counter[MilestoneState]) -> MilestoneRate:
    return MilestoneRate(
        name,
        done=sum(some[state] for state in FIXED),
        confirmed=some[MilestoneState.CONFIRMED],
        late=some[MilestoneState.LATE],
        contested=some[MilestoneState.CONTESTED] + some[MilestoneState.REOPENED],
    )
