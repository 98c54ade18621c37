"""The decisions of a week in figures that name nobody. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from statistics import median

from feedback_app.base.timestamps import start_of_week

LEAST = 3
"""Decisions that a reason needs to be named; those of rarer ones are counted together."""
OTHERS = "others"
"""In place of reasons of which there were fewer."""
WEEK = dt.timedelta(days=7)
SETTLED = dt.timedelta(days=1)
"""So long after its end a week is counted: no decision of it can be undone unseen any more."""


@dataclass(frozen=True, slots=True)
class DecisionFigure:
    """A decision, and how long its record had waited."""

    action: str
    reason: str
    waited: dt.timedelta | None


@dataclass(frozen=True, slots=True)
class WeekLine:
    """Decisions of one week, action and reason; `waited_days` is their median, None where it is not known."""

    week: dt.date
    action: str
    reason: str
    n: int
    waited_days: float | None


def monday(moment: dt.datetime) -> dt.date:
    """The Monday of a moment's week, UTC."""
    return start_of_week(moment).date()


def starts_at(week: dt.date) -> dt.datetime:
    """When a week begins."""
    return dt.datetime(week.year, week.month, week.day, tzinfo=dt.UTC)


def ended_before(now: dt.datetime) -> dt.date:
    """The Monday of the first week that is not counted yet."""
    return monday(now - SETTLED)


def lines_of_week(week: dt.date, decided: Iterable[DecisionFigure], public: Collection[str]) -> list[WeekLine]:
    """The lines of a week, by action and reason; their sum is the number of these decisions whose action is public."""
    shown = [one for one in decided if one.action in public]
    often = Counter((one.action, one.reason) for one in shown)
    found: dict[tuple[str, str], list[DecisionFigure]] = {}
    for one in shown:
        reason = one.reason if not one.reason or often[one.action, one.reason] >= LEAST else OTHERS
        found.setdefault((one.action, reason), []).append(one)
    return [
        WeekLine(week, action, reason, len(some), _median_days(some))
        for (action, reason), some in sorted(found.items())
    ]


def _median_days(some: Iterable[DecisionFigure]) -> float | None:
    waited = [one.waited / dt.timedelta(days=1) for one in some if one.waited is not None]
    return round(max(0.0, median(waited)), 1) if waited else None
