"""Cases of before are likened: those that were made when nothing was kept for it yet."""

from __future__ import annotations

from feedback_app.base.db import AnySession
from feedback_app.ledger.follow import lock_follower, mark_read, position_of
from feedback_app.ledger.lookup_store import records
from feedback_app.review import case_store
from feedback_app.review.case_change_store import CaseChanges, indexed
from feedback_app.review.case_describer import CaseDescriber
from feedback_app.review.likeness import store

FOLLOWER = "likeness"


def is_behind(session: AnySession, programme_id: str) -> bool:
    """Whether `catch_up` would find a case that it has not looked at. One look at an index."""
    return bool(store.next_cases(session, programme_id, after=position_of(session, FOLLOWER, programme_id), limit=1))


def catch_up(session: AnySession, programme_id: str, *, most: int) -> int:
    """Works out by what the next cases are likened, where that is not known. Returns how many were looked at: less than
    `most` when nothing is left. Takes the programme's lock of counts: call it last before commit."""
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    after = position_of(session, FOLLOWER, programme_id)
    looked_at = store.next_cases(session, programme_id, after=after, limit=most)
    if not looked_at:
        return 0
    changes, describer = CaseChanges(), CaseDescriber(session, programme_id)
    cases = case_store.cases(session, programme_id, [record for _, record, is_new in looked_at if is_new])
    current = records(session, programme_id, cases.keys())
    describer.prepare(current.values(), [])
    for key, case in cases.items():
        before = indexed(case)
        if case.written is None and key in current:
            describer.liken(case, current[key])
        changes.add(before, indexed(case))
    mark_read(session, follower=FOLLOWER, programme_id=programme_id, position=looked_at[-1][0])
    changes.write(session, programme_id)
    return len(looked_at)
