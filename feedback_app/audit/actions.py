"""The hash chain: lengthened by a job, cut when events are old enough, verified."""

from __future__ import annotations

import dataclasses
import datetime as dt

from feedback_app.audit import store
from feedback_app.audit.hash_chain import Head, digest, link
from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession

SLICE = 500
"""Events that one transaction chains."""


def anything_waits(session: AnySession) -> bool:
    """Whether there are events outside the hash chain."""
    return bool(store.waiting(session, 1))


def seal(session: AnySession, now: dt.datetime, *, limit: int = SLICE) -> int:
    """Appends committed events to the hash chain, in the order of their making. Returns how many."""
    store.lock_chain(session)
    head = store.mark(session, "head") or Head()
    some = store.waiting(session, limit)
    for event in some:
        position = head.position + 1
        after = Head(position, link(head.hash, position, digest(dataclasses.asdict(event))))
        store.place(session, event.id, previous=head.hash, head=after)
        head = after
    if some:
        store.set_mark(session, "head", head, now)
    return len(some)


def current_head(session: AnySession) -> Head:
    """The last event of the hash chain."""
    return store.mark(session, "head") or Head()


def cut(session: AnySession, now: dt.datetime, *, days: int) -> int:
    """Deletes events older than so many days, from the oldest on. The hash of the last one that goes is marked, and the
    cut is an event itself. Returns how many went."""
    store.lock_chain(session)
    end = store.last_before(session, now - dt.timedelta(days=days))
    if end is None:
        return 0
    store.set_mark(session, "cut", end, now)
    gone = store.delete_to(session, end.position)
    note_event(session, "audit_cut", about=("audit", end.position), hash=end.hash, events=gone)
    session.flush()
    return gone
