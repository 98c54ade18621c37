"""That somebody opens a record is noted, so that others do not read it meanwhile; once for each revision, its author
hears of it too."""

from __future__ import annotations

import datetime as dt
import uuid

from feedback_app.base.db import AnySession, insert_if_absent
from feedback_app.ledger.lookup_store import records
from feedback_app.review.case import OPEN, State
from feedback_app.review.case_store import claim_of, set_claim
from feedback_app.review.claim import claim_by_opening
from feedback_app.review.decisions.publishing import publish_review_events
from feedback_app.review.notes.actions import is_mentioned
from feedback_app.review.record.store import was_read
from feedback_app.review.tables import Case, Reading


def is_first_reading(session: AnySession, case: Case) -> bool:
    """Whether `note_reading` would note something: the case waits, and nobody has opened this revision yet."""
    return case.state == State.RECEIVED and not was_read(session, case)


def is_noted(session: AnySession, case: Case, *, by: uuid.UUID, now: dt.datetime) -> bool:
    """Whether `note_reading` or `note_seen` would note or change anything."""
    claims = case.state in OPEN and claim_by_opening(claim_of(case), by, now) is not None
    return claims or is_first_reading(session, case) or is_mentioned(session, case, by)


def claim_by_showing(case: Case, *, by: uuid.UUID, now: dt.datetime) -> None:
    """Leads the others past a (locked) case that somebody is about to see, if it waits."""
    if case.state in OPEN and (claim := claim_by_opening(claim_of(case), by, now)):
        set_claim(case, claim)


def note_reading(session: AnySession, case: Case, *, by: uuid.UUID, now: dt.datetime) -> bool:
    """Notes that somebody opens a (locked) case that waits, so that others are led past it; the first time for each
    revision that is published too.

    Returns whether it was the first time. Takes the programme's write lock: call it last before commit.
    """
    claim_by_showing(case, by=by, now=now)
    if case.state != State.RECEIVED or not records(session, case.programme_id, [case.record_id]):
        return False
    opened = {"programme_id": case.programme_id, "record_id": case.record_id, "rev": case.rev, "by": by, "at": now}
    first = insert_if_absent(session, Reading, opened)
    if first:
        publish_review_events(session, case.programme_id, [case.record_id])
    return first
