"""What is kept with each case is worked out for those that were made when it was not kept yet, in slices."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from feedback_app.base.db import AnySession
from feedback_app.ledger.follow import lock_follower, mark_read, position_of
from feedback_app.ledger.lookup_store import CurrentRecord, records
from feedback_app.review import case_store
from feedback_app.review.case_change_store import CaseChanges, indexed
from feedback_app.review.case_describer import CaseDescriber
from feedback_app.review.tables import Case

Work: TypeAlias = Callable[[CaseDescriber, Case, CurrentRecord], None]


def is_behind(session: AnySession, programme_id: str, *, follower: str) -> bool:
    """Whether `catch_up` would find a case that it has not looked at. One look at an index."""
    return case_store.is_any_after(session, programme_id, position_of(session, follower, programme_id))


def catch_up(session: AnySession, programme_id: str, *, follower: str, unknown: str, work: Work, most: int) -> int:
    """Does the work on the next cases of which a column is not known. Returns how many were looked at: less than `most`
    when nothing is left. Takes the programme's lock of counts: call it last before commit."""
    lock_follower(session, follower=follower, programme_id=programme_id)
    after = position_of(session, follower, programme_id)
    looked_at = case_store.next_cases(session, programme_id, unknown, after=after, limit=most)
    if not looked_at:
        return 0
    changes, describer = CaseChanges(), CaseDescriber(session, programme_id)
    cases = case_store.cases(session, programme_id, [record for _, record, is_new in looked_at if is_new])
    current = records(session, programme_id, cases.keys())
    describer.prepare(current.values(), [])
    for key, case in cases.items():
        before = indexed(case)
        if getattr(case, unknown) is None and key in current:
            work(describer, case, current[key])
        changes.add(before, indexed(case))
    mark_read(session, follower=follower, programme_id=programme_id, position=looked_at[-1][0])
    changes.write(session, programme_id)
    return len(looked_at)
