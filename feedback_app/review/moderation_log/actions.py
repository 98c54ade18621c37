"""Weeks of decisions are counted once they are over."""

from __future__ import annotations

import datetime as dt

from feedback_app.base.db import AnySession
from feedback_app.review.moderation_log.store import add_lines, decided_in, next_week
from feedback_app.review.moderation_log.weeks import ended_before, lines_of_week


def is_behind(session: AnySession, programme_id: str, *, now: dt.datetime) -> bool:
    """Whether `count_week` would count one. One look-up of an index."""
    week = next_week(session, programme_id)
    return week is not None and week < ended_before(now)


def count_week(session: AnySession, programme_id: str, *, now: dt.datetime) -> int:
    """Counts the next week of a programme that is over and has decisions. Returns 1, or 0 when there is none."""
    week = next_week(session, programme_id)
    if week is None or week >= ended_before(now):
        return 0
    add_lines(session, programme_id, week, lines_of_week(week, decided_in(session, programme_id, week)))
    return 1
