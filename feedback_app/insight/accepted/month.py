"""In which month something was recorded, as far as a phone's clock can be believed. Pure."""

from __future__ import annotations

import datetime as dt

CLOCK_AHEAD, CLOCK_BEHIND = dt.timedelta(days=1), dt.timedelta(days=400)
"""How far a phone's clock may be from the day the record came, before it is no longer believed."""


def likely_moment(recorded_at: dt.datetime | None, received_at: dt.datetime) -> dt.datetime:
    """When it was recorded; when the phone's clock cannot be right, when it came."""
    if recorded_at is not None and -CLOCK_BEHIND <= recorded_at - received_at <= CLOCK_AHEAD:
        return recorded_at
    return received_at


def month(recorded_at: dt.datetime | None, received_at: dt.datetime) -> str:
    """The same as `2026-11`."""
    return likely_moment(recorded_at, received_at).strftime("%Y-%m")
