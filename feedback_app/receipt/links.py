"""What is told of a record by its code: where it stands and since which day, never what, where or by whom. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from feedback_app.ledger.status_event import StatusEvent
from schemas.states import PUBLIC, State

KEPT = dt.timedelta(days=180)
"""How long the phones of a place tell of a record after the last thing that became of it."""


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that became of a record, and when."""

    state: str
    at: dt.datetime

    @property
    def day(self) -> dt.date:
        return self.at.date()


def links(events: Iterable[StatusEvent], received_at: dt.datetime) -> list[Link]:
    """The chain of a record, oldest first, from what its author's phones are told; the same state is told once."""
    told = [Link(State.RECEIVED.value, received_at)]
    for event in events:
        if event.state in PUBLIC and event.state != told[-1].state:
            told.append(Link(event.state, event.at))
    return told


class Dated:
    """Something that was said on a day."""

    said_on: dt.date


Found = TypeVar("Found", bound=Dated)


def of_day(found: Sequence[Found], day: dt.date) -> list[Found]:
    """Those of several with one code that were recorded on this day; else those of the day before or after, for a
    person may be off by one and a phone's day may begin at another hour than ours."""
    exact = [one for one in found if one.said_on == day]
    return exact or [one for one in found if abs(one.said_on - day) == dt.timedelta(days=1)]
