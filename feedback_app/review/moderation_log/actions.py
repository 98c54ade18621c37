"""Weeks of decisions are counted once they are over."""

from __future__ import annotations

import datetime as dt

from feedback_app.base.db import AnySession
from feedback_app.review.decisions.desk_actions import ACTIONS
from feedback_app.review.moderation_log.store import add_lines, decided_in, next_week
from feedback_app.review.moderation_log.weeks import ended_before, lines_of_week

PUBLIC = frozenset(one.code for one in ACTIONS if one.corrects or not one.claims)
"""Actions that something became of. That somebody took a record upon themselves is the Lab's own business."""


def is_behind(session: AnySession, programme_id: str, *, now: dt.datetime) -> bool:
    """Whether `count_week` would count one. Two look-ups of indexes."""
    week = next_week(session, programme_id)
    return week is not None and week < ended_before(now)


def count_week(session: AnySession, programme_id: str, *, now: dt.datetime) -> int:
    """Counts the next week of a programme that is over and has decisions. Returns 1, or 0 when there is none."""
    week = next_week(session, programme_id)
    if week is None or week >= ended_before(now):
        return 0
    decided = decided_in(session, programme_id, week)
    add_lines(session, programme_id, week, lines_of_week(week, decided, PUBLIC))
    return 1
