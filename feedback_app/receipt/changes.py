"""What anyone learns of a record by its code: its state and since when, never what, where or by whom. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from feedback_app.base.timestamps import start_of_week
from feedback_app.ledger.status_event import StatusEvent
from schemas.states import PUBLIC, State

RETENTION = dt.timedelta(days=180)
"""How long a record's receipt is on the phones of its place after its last change."""


@dataclass(frozen=True, slots=True)
class Change:
    """A state that a record came to, and when. `day` is what may be shown: of what the Lab did only the week is, by its
    Monday, so that nobody finds the record behind a code in what became public on a day (decision 40)."""

    state: str
    at: dt.datetime
    day: dt.date
    is_week: bool = True


def changes(events: Iterable[StatusEvent], received_at: dt.datetime) -> list[Change]:
    """The changes of a record, oldest first, by its published timeline; a state that stays the same is there once."""
    found = [Change(State.RECEIVED.value, received_at, received_at.date(), is_week=False)]
    for event in events:
        if event.state in PUBLIC and event.state != found[-1].state:
            found.append(Change(event.state, event.at, max(found[-1].day, start_of_week(event.at).date())))
    return found


class RecordedOnDay:
    """Something that was recorded on a day."""

    recorded_on: dt.date


Found = TypeVar("Found", bound=RecordedOnDay)


def of_day(found: Sequence[Found], day: dt.date) -> list[Found]:
    """Those of several with one code that were recorded on this day; else those of the day before or after, for a
    person may be off by one and a phone's day may begin at another hour than ours."""
    exact = [one for one in found if one.recorded_on == day]
    return exact or [one for one in found if abs(one.recorded_on - day) == dt.timedelta(days=1)]
