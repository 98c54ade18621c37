"""What was merged into a record that is gone or was rejected waits to be reviewed again."""

from __future__ import annotations

import datetime as dt

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.review import case_store, merge_store
from feedback_app.review.case import State
from feedback_app.review.case_change_store import CaseChanges, indexed
from feedback_app.review.decisions.publishing import publish_review_events
from feedback_app.review.tables import Decision

RETURN = "return"


def is_behind(session: AnySession, programme_id: str) -> bool:
    """Whether `catch_up` would find something to do."""
    return bool(merge_store.loose(session, programme_id, limit=1))


def catch_up(session: AnySession, programme_id: str, *, now: dt.datetime, most: int) -> int:
    """Lets records wait whose merge holds although what stayed is gone; their authors hear of it. Returns how many.

    The decision in their history names who merged them: nobody decided this. Takes the programme's write lock: call it
    last before commit.
    """
    merges = {one.record_id: one for one in merge_store.loose(session, programme_id, limit=most)}
    cases, changes = case_store.cases(session, programme_id, merges.keys()), CaseChanges()
    for key, case in cases.items():
        before, by = indexed(case), merges[key].by
        decision = Decision(
            id=new_id(), programme_id=programme_id, record_id=key, rev=case.rev, action=RETURN, before=case.state,
            after=State.RECEIVED, by=by, at=now,
        )  # fmt: skip
        session.add(decision)
        note_event(
            session, "record_decided", about=("record", key), programme=programme_id, decision=decision.id,
            action=RETURN, rev=case.rev, after=State.RECEIVED,
        )  # fmt: skip
        case.state, case.decided_at = State.RECEIVED, None
        case_store.set_claim(case, None)
        changes.add(before, indexed(case))
    merge_store.end_merges(session, programme_id, merges.keys())
    session.flush()
    publish_review_events(session, programme_id, cases.keys())
    changes.write(session, programme_id)
    return len(merges)
