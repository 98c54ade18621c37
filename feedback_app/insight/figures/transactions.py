"""Figures are worked out in a transaction that only reads, then stored in a short one: whoever writes does not wait."""

from __future__ import annotations

import datetime as dt

from feedback_app.base.db import reading, transaction
from feedback_app.insight.accepted.actions import compare_all
from feedback_app.insight.figures import actions, store
from feedback_app.insight.figures.store import StoredRelease


def follow(programme_id: str, *, now: dt.datetime) -> None:
    """After counts have changed: shows what holds now (`actions.followed`)."""
    with reading() as session:
        made = actions.followed(session, programme_id, now=now)
    _store(programme_id, made)


def show_week(programme_id: str, *, now: dt.datetime) -> bool:
    """Shows what is new. Before that every row is compared with its case, whatever triggers noted; where one differs,
    this waits for insight to follow. Returns whether it did."""
    with transaction() as session:
        if compare_all(session, programme_id):
            return False
    with reading() as session:
        made = actions.new_release(session, programme_id, now=now)
    _store(programme_id, made)
    return made is not None


def _store(programme_id: str, made: StoredRelease | None) -> None:
    if made is not None and made.at is not None:
        with transaction() as session:
            store.replace_release(session, programme_id, made, at=made.at)
