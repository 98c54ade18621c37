"""Needs come into the public list together, once a week: whoever reads it every minute learns of no single one.

Why: decision 40. A programme whose data is made up has no batches; what is accepted there is shown at once.
"""

from __future__ import annotations

import datetime as dt

from feedback_app.base.db import AnySession
from feedback_app.base.timestamps import start_of_week
from feedback_app.insight.disclosure import read_rule
from feedback_app.portfolio.listing import store
from feedback_app.portfolio.listing.tables import Batch
from feedback_app.portfolio.solutions.actions import compare_all, is_behind
from feedback_app.register.lookup_store import programme_now


def publish_batch(session: AnySession, programme_id: str, *, now: dt.datetime) -> int:
    """Puts what was accepted before this week into the public list, where it is at least `k` needs that are not there
    yet. Returns how many; 0 when nothing was done. Before that every item is compared with its case, whatever triggers
    said; where one differs, this waits for the portfolio to follow."""
    count = waiting(session, programme_id, now=now)
    if not count or compare_all(session, programme_id):
        return 0
    session.merge(Batch(programme_id=programme_id, until=start_of_week(now)))
    return count


def waiting(session: AnySession, programme_id: str, *, now: dt.datetime) -> int:
    """How many needs `publish_batch` would put into the public list; only reads."""
    programme = programme_now(session, programme_id)
    if programme is None or is_behind(session, programme_id):
        return 0
    batch = session.get(Batch, programme_id, populate_existing=True)
    since = batch.until if batch else None
    count = store.accepted_between(session, programme_id, start=since, end=start_of_week(now))
    return count if count >= read_rule(programme.settings).k else 0
