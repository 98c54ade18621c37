"""Weeks put together: this round beside the last, and the week that is not over. Pure.

A round is four weeks, from Monday to Sunday; only weeks that are over are in one, so that two can be compared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from feedback_app.base.zones import Zone, week_of
from feedback_app.review.inflow import NOTHING, Inflow
from schemas.states import State

WEEKS = 4
WEEK = dt.timedelta(days=7)
FEW = 5
"""Of fewer records in the last round no change is named: two instead of one is no doubling."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row."""

    since: dt.date
    until: dt.date

    def address(self) -> dict[str, str]:
        """As the queue's filters have it."""
        return {"since": self.since.isoformat(), "until": self.until.isoformat()}


@dataclass(frozen=True, slots=True)
class Rounds:
    """The weeks that a dashboard shows, by their Mondays, the oldest first."""

    weeks: tuple[dt.date, ...]

    @property
    def running(self) -> Span:
        """The week that is not over."""
        return Span(self.weeks[-1], self.weeks[-1] + WEEK - dt.timedelta(days=1))

    @property
    def this(self) -> Span:
        """The last four weeks that are over."""
        return Span(self.weeks[WEEKS], self.weeks[-1] - dt.timedelta(days=1))

    @property
    def last(self) -> Span:
        """The four before."""
        return Span(self.weeks[0], self.weeks[WEEKS] - dt.timedelta(days=1))

    @property
    def lately(self) -> tuple[dt.date, ...]:
        """The weeks of this round and the one that is not over."""
        return self.weeks[WEEKS:]


def rounds_at(now: dt.datetime, zone: Zone = dt.UTC) -> Rounds:
    """The weeks that a dashboard shows at a moment, by the clocks of a time zone."""
    monday = week_of(now, zone)
    return Rounds(tuple(monday - n * WEEK for n in range(2 * WEEKS, -1, -1)))


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A place, form or phone: what came from it."""

    name: str
    more: str
    query: Mapping[str, str]
    """The queue's filters that find its records."""
    weeks: tuple[Inflow, ...]
    """Of each week of the dashboard."""
    down: str = ""
    """The code of a place that can be looked at more closely."""
    quiet_since: dt.datetime | None = None
    """When a phone last made contact."""

    @property
    def counts(self) -> tuple[int, ...]:
        """How many records came in each week."""
        return tuple(one.n for one in self.weeks)

    @property
    def running(self) -> int:
        """How many in the week that is not over."""
        return self.weeks[-1].n

    @property
    def this(self) -> int:
        """How many in this round."""
        return sum(self.counts[WEEKS:-1])

    @property
    def last(self) -> int:
        """How many in the last round."""
        return sum(self.counts[:WEEKS])

    @property
    def change(self) -> int | None:
        """By how many percent this round has more records than the last; None of few."""
        return None if self.last < FEW else round(100 * (self.this - self.last) / self.last)

    @property
    def lately(self) -> Inflow:
        """Of what came since this round began, what became of it."""
        return total(self.weeks[WEEKS:])

    @property
    def share(self) -> int | None:
        """Accepted ones in a hundred of what came since this round began and is decided; None where nothing is."""
        decided = self.lately.accepted + self.lately.rejected
        return round(100 * self.lately.accepted / decided) if decided else None

    @property
    def is_silent(self) -> bool:
        """Whether nothing came in all these weeks."""
        return not any(self.counts)

    @property
    def bars(self) -> tuple[int, ...]:
        """The counts as heights of at most 20, at least 1 where anything came."""
        most = max(self.counts) or 1
        return tuple(max(1, round(20 * n / most)) if n else 0 for n in self.counts)

    def address(self, span: Span) -> str:
        """The queue's query that finds what came in on these days."""
        return urlencode({**self.query, "tab": "all", **span.address()})

    def accepted_address(self, rounds: Rounds) -> str:
        """The one that finds what is accepted of what came in since this round began."""
        return urlencode({**self.query, "tab": State.ACCEPTED.value, "since": rounds.this.since.isoformat()})


def total(flows: Iterable[Inflow]) -> Inflow:
    """All of them together."""
    return sum(flows, NOTHING)


def by_week(found: Iterable[tuple[dt.date, Inflow]], rounds: Rounds) -> tuple[Inflow, ...]:
    """What was found of each week of a dashboard."""
    of: dict[dt.date, Inflow] = {}
    for week, flow in found:
        of[week] = of.get(week, NOTHING) + flow
    return tuple(of.get(week, NOTHING) for week in rounds.weeks)
