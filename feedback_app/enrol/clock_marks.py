"""Whether the server's clock can be believed when something is to be deleted because its time is over.

A clock that is a year ahead for a minute must not end uploads and codes for good. So jobs note what the clock says;
after a gap or a step back nothing is deleted until it has gone on evenly for an hour. What is only refused meanwhile
comes back with the right time.
"""

from __future__ import annotations

import datetime as dt

from feedback_app.base.clock import SKEW
from feedback_app.base.db import AnySession, insert_if_absent
from feedback_app.enrol.tables import ClockMark

GAP = dt.timedelta(hours=2)
"""More than this between two marks is a jump, or a server that was off: in doubt nothing is deleted."""
EVEN = dt.timedelta(hours=1)
OFTEN = dt.timedelta(minutes=5)


def note_clock(session: AnySession, now: dt.datetime) -> bool:
    """Notes what the clock says; whether it may be believed. Writes."""
    mark = session.get(ClockMark, 1)
    if mark is None:
        insert_if_absent(session, ClockMark, {"id": 1, "seen_at": now, "went_back": False})
        return True
    if mark.trusted_from is not None and mark.trusted_from <= now:
        mark.trusted_from, mark.went_back, mark.seen_at = None, False, now
    elif _jumped(mark, now) and (mark.trusted_from is None or now < mark.seen_at):
        mark.trusted_from, mark.went_back, mark.seen_at = now + EVEN, now < mark.seen_at, now
    elif now - mark.seen_at >= OFTEN:
        mark.seen_at = now
    session.flush()
    return mark.trusted_from is None


def is_trusted(session: AnySession, now: dt.datetime) -> bool:
    """Whether the clock may be believed, as far as is noted. Only reads."""
    mark = session.get(ClockMark, 1)
    return mark is None or (mark.trusted_from is None and not _jumped(mark, now))


def was_ahead(session: AnySession, now: dt.datetime) -> bool:
    """Whether the clock was found to have been ahead, of late."""
    mark = session.get(ClockMark, 1)
    return mark is not None and (mark.seen_at > now + SKEW or (mark.trusted_from is not None and mark.went_back))


def _jumped(mark: ClockMark, now: dt.datetime) -> bool:
    return not mark.seen_at - SKEW <= now <= mark.seen_at + GAP
