"""Days on which a record cannot, or can hardly, have been made: the phone's clock was wrong at the time. Pure.

A clock that is still wrong when the record is sent is known by its offset (`record/reading.clock_warning`). One that
was set right before is not: only the day itself says it.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

CLOCK_WARNING_MS = 5 * 60 * 1000
"""By how much a phone's clock may be off before reviewers are warned."""
AHEAD = dt.timedelta(days=1)
"""A record made so long after it was received cannot be; less may be a clock of minutes off, or a zone."""
LONG = dt.timedelta(days=90)
"""A record may wait for a network for weeks; for longer than this it is rather the clock."""


class DateWarning(StrEnum):
    """What is wrong with a day."""

    AFTER_RECEIPT = "after_receipt"
    BEFORE_ENROLMENT = "before_enrolment"
    LONG_BEFORE = "long_before"


def date_warning(
    recorded_at: dt.datetime | None, *, received_at: dt.datetime, known_since: dt.datetime | None,
    clock_offset_ms: int | None,
) -> DateWarning | None:  # fmt: skip
    """What is wrong with the day of a record, the phone's known offset taken off; None when nothing is.

    `known_since`: since when its author is known here; whoever speaks through a phone was enrolled before.
    """
    if recorded_at is None:
        return None
    waited = received_at - recorded_at + dt.timedelta(milliseconds=clock_offset_ms or 0)
    if waited < -AHEAD:
        return DateWarning.AFTER_RECEIPT
    if known_since is not None and waited - AHEAD > received_at - known_since:
        return DateWarning.BEFORE_ENROLMENT
    return DateWarning.LONG_BEFORE if waited > LONG else None


def is_clock_odd(
    recorded_at: dt.datetime | None, *, received_at: dt.datetime, known_since: dt.datetime | None,
    clock_offset_ms: int | None,
) -> bool:  # fmt: skip
    """Whether the phone's clock was off, or something is wrong with the day."""
    warning = date_warning(
        recorded_at, received_at=received_at, known_since=known_since, clock_offset_ms=clock_offset_ms
    )
    return abs(clock_offset_ms or 0) > CLOCK_WARNING_MS or warning is not None
