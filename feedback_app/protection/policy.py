"""By when something is to be done about a report: the same for every programme. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

UNREAD = dt.timedelta(hours=24)
"""From the end of the day on which it arrived, the only moment that is known, until somebody says how urgent it is."""
URGENT = dt.timedelta(hours=24)
NOT_URGENT = dt.timedelta(hours=72)
"""From the moment on which an officer said how urgent it is, until somebody was asked to help or it was closed."""


class Ending(StrEnum):
    """Why a report is closed."""

    HELPED = "helped"
    HANDED_ON = "handed_on"
    TOO_LITTLE = "too_little"
    NOT_PROTECTION = "not_protection"


class Step(StrEnum):
    """What a report waits for, the most pressing first."""

    UNREAD = "unread"
    URGENT = "urgent"
    NOT_URGENT = "not_urgent"
    ASKED = "asked"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Clock:
    """What a report waits for, and until when; `due` is None where nothing is due."""

    step: Step
    due: dt.datetime | None

    def is_late(self, now: dt.datetime) -> bool:
        """Whether that moment is past."""
        return self.due is not None and self.due < now


def clock_of(
    *, day: dt.date, urgent: bool | None, triaged_at: dt.datetime | None, referred: bool, ended_at: dt.datetime | None
) -> Clock:
    """Where a report is on its way."""
    if ended_at is not None:
        return Clock(Step.CLOSED, None)
    if urgent is None or triaged_at is None:
        end_of_day = dt.datetime.combine(day, dt.time(), dt.UTC) + dt.timedelta(days=1)
        return Clock(Step.UNREAD, end_of_day + UNREAD)
    if referred:
        return Clock(Step.ASKED, None)
    return Clock(Step.URGENT, triaged_at + URGENT) if urgent else Clock(Step.NOT_URGENT, triaged_at + NOT_URGENT)
