"""What waits, by state, and how long the oldest of it has, against the programme's target."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.review.queue import store as queue_store
from feedback_app.review.queue.order_store import Order, Wanted, find_cases
from feedback_app.review.queue.query import TABS
from feedback_app.review.service_target import WaitingStatus, waiting_status
from schemas.states import tabs

WAITING = ("open", *tabs("todo"))
"""The tabs of the queue in which there is work."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Records of a tab, and the oldest of them."""

    name: str
    n: int
    oldest: uuid.UUID | None
    since: dt.datetime | None
    """When it came in."""
    days: int
    """How many whole days it has waited."""
    status: WaitingStatus | None
    """Against the target; None where nothing waits."""


def waiting(session: AnySession, mine: queue_store.CaseArea, days: int) -> Iterator[Waiting]:
    """What waits in an area, tab by tab; the counts are kept, and of each tab one record is read."""
    counts = queue_store.counts(session, mine)
    for name in WAITING:
        states = TABS[name]
        n = sum(counts.get(state, 0) for state in states)
        wanted = Wanted(mine.programme_id, states, paths=mine.paths)
        found = find_cases(session, wanted, after=None, order=Order(upwards=True), limit=1) if n else []
        if not found:
            yield Waiting(name, n, None, None, 0, None)
            continue
        waited = max(mine.now - found[0].received_at, dt.timedelta(0))
        status = waiting_status(waited, days)
        yield Waiting(name, n, found[0].record_id, found[0].received_at, waited.days, status)
