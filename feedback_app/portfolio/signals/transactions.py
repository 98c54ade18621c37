"""A week is compared in a transaction that only reads, then stored in a short one: whoever writes does not wait."""

from __future__ import annotations

import datetime as dt

from feedback_app.base.db import reading, transaction
from feedback_app.portfolio.signals import actions, store


def compare_again(programme_id: str, *, now: dt.datetime) -> int:
    """Deletes all signals of a programme and compares the week that is over anew: its records are others now."""
    with transaction() as session:
        store.delete_before(session, programme_id, dt.date.max)
    return compare_week(programme_id, now=now)


def compare_week(programme_id: str, *, now: dt.datetime) -> int:
    """Compares the week that is over with those before it. Returns how many signals there are."""
    with reading() as session:
        made = actions.make_digest(session, programme_id, now=now)
    if made is None:
        return 0
    with transaction() as session:
        return actions.store_digest(session, made)
