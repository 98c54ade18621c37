"""Which place a record is shown at in public: never finer than the programme's rule allows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from feedback_app.insight.disclosure import Rule, levels


@dataclass(frozen=True, slots=True)
class Step:
    """One place on the way from the root of the tree down to where a record belongs."""

    code: str
    level: str
    path: str
    population: int | None


def coarse(way: Sequence[Step], rule: Rule) -> Step:
    """The place to show for a record whose place is the last of `way`; the first is the root. IndexError when empty.

    The step of the rule's level; where the way has none (trees have uneven depth), the finest step of a coarser
    known level; where levels are unknown, the parent. Then up as long as a place has fewer people than the rule asks
    for. A record that was taken for a coarser place stays there.
    """
    start = _at_level(way, rule.level)
    while start > 0 and _too_small(way[start], rule):
        start -= 1
    return way[start]


def _at_level(way: Sequence[Step], level: str) -> int:
    exact = [n for n, step in enumerate(way) if step.level == level]
    if exact:
        return exact[-1]
    known = levels()
    if level in known:
        above = set(known[: known.index(level)])
        coarser = [n for n, step in enumerate(way) if step.level in above]
        if coarser:
            return coarser[-1]
    return max(len(way) - 2, 0)


def _too_small(step: Step, rule: Rule) -> bool:
    return step.population is not None and step.population < rule.least_population
