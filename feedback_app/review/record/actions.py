"""That somebody opens a record is noted, and published once for each revision."""

from __future__ import annotations

import datetime as dt
import uuid

from feedback_app.base.db import AnySession, insert_if_absent
from feedback_app.ledger.lookup_store import records
from feedback_app.review.case import State
from feedback_app.review.decisions.publishing import publish_review_events
from feedback_app.review.record.store import was_read
from feedback_app.review.tables import Case, Reading


def is_first_reading(session: AnySession, case: Case) -> bool:
    """Whether `note_reading` would note something: the case waits, and nobody has opened this revision yet."""
    return case.state == State.RECEIVED and not was_read(session, case)


def note_reading(session: AnySession, case: Case, *, by: uuid.UUID, now: dt.datetime) -> bool:
    """Notes that somebody opens a (locked) case that waits, the first time for each revision, and publishes it.

    Returns whether it was the first time. Takes the programme's write lock: call it last before commit.
    """
    if case.state != State.RECEIVED or not records(session, case.programme_id, [case.record_id]):
        return False
    opened = {"programme_id": case.programme_id, "record_id": case.record_id, "rev": case.rev, "by": by, "at": now}
    first = insert_if_absent(session, Reading, opened)
    if first:
        publish_review_events(session, case.programme_id, [case.record_id])
    return first
