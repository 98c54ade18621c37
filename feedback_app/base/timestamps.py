"""Moments as text, as they go over the wire. Pure."""

from __future__ import annotations

import datetime as dt

SKEW = dt.timedelta(minutes=5)
"""How far ahead of the clock a noted moment may be: other machines' clocks differ. One further ahead was noted by a
clock that was wrong, and counts as if it were not there."""


def iso(moment: dt.datetime) -> str:
    """RFC 3339 in UTC with milliseconds and `Z`: what goes over the wire."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse(text: str) -> dt.datetime | None:
    """An RFC 3339 moment with an offset, or None for anything else (a phone's clock is hostile until checked)."""
    try:
        moment = dt.datetime.fromisoformat(text)
        return moment.astimezone(dt.UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def start_of_week(moment: dt.datetime) -> dt.datetime:
    """Its Monday, midnight, in universal time, which is that of Côte d’Ivoire.

    What is shown of single records, by a code or without a name, is no more precise.
    """
    day = moment.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - dt.timedelta(days=day.weekday())
