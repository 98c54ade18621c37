"""The portfolio follows in many short transactions, so that phones are answered meanwhile."""

from __future__ import annotations

from feedback_app.base import clock
from feedback_app.base.db import reading, transaction
from feedback_app.portfolio.solutions.actions import catch_up, is_behind
from feedback_app.portfolio.solutions.publishing import publish_slice
from feedback_app.portfolio.solutions.stage_store import next_notification
from feedback_app.register.lookup_store import programme_ids

SLICE = 100
"""Records of a transaction."""


def follow_all() -> int:
    """Takes in all that was decided, then publishes what was announced on timelines. Returns how much was done; where
    that is nothing, nothing was locked."""
    return _catch_up_all() + _publish_all()


def _catch_up_all() -> int:
    done = 0
    with reading() as session:
        behind = [one for one in programme_ids(session) if is_behind(session, one)]
    for one in behind:
        more = True
        while more:
            with transaction() as session:
                done += catch_up(session, one, most=SLICE)
                more = is_behind(session, one)
    return done


def _publish_all() -> int:
    done = 0
    with reading() as session:
        announced = [one for one in programme_ids(session) if next_notification(session, one)]
    for one in announced:
        some = 1
        while some:
            with transaction() as session:
                some = publish_slice(session, one, now=clock.now())
            done += some
    return done
