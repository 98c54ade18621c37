"""When a record is erased, what solutions say of it goes too. Idempotent; nothing here commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from feedback_app.base.db import AnySession
from feedback_app.portfolio.practices import store
from feedback_app.portfolio.practices.change_kinds import ChangeKind
from feedback_app.portfolio.practices.history import append
from feedback_app.portfolio.practices.kind import CREDIT_NAME
from feedback_app.portfolio.practices.lift import take_off
from feedback_app.portfolio.practices.tables import Practice

AT_ONCE = 100


def is_behind(session: AnySession, programme_id: str) -> bool:
    """Whether a record was erased that a solution still names."""
    return bool(store.erased_sources(session, programme_id) or store.erased_evidence(session, programme_id))


def take_erased_out(session: AnySession, programme_id: str, *, now: dt.datetime, most: int = AT_ONCE) -> int:
    """Takes erased records out of solutions: of one that has no other record, all of its words go; of another, the name
    of who found it, and its words wait to be read again. Returns how many records it looked at:
    less than `most` when nothing is left to do."""
    store.lock_practices(session)
    sources, evidence = (
        store.erased_sources(session, programme_id)[:most],
        store.erased_evidence(session, programme_id)[:most],
    )
    gone = {str(one.record_id) for one in sources}
    rested = {key for one in sources for key in (one.practice_id, one.lifted_for)}
    changed = rested | {one.practice_id for one in evidence}
    for row in (*sources, *evidence):
        session.delete(row)
    session.flush()
    left = store.sources(session, changed)
    for practice in [one for one in store.practices(session, [programme_id]) if one.id in changed]:
        if practice.id in rested:
            _take_words_off(session, practice, gone, has_others=practice.id in left)
        store.blank_history(session, practice.id)
        append(session, practice, ChangeKind.RECORD_ERASED, by=None, at=now, before={}, after={})
    return max(len(sources), len(evidence))


def _take_words_off(session: AnySession, practice: Practice, gone: Collection[str], *, has_others: bool) -> None:
    if not has_others or practice.rests_on.keys() & gone:
        take_off(practice, None)
    rest = {name: value for name, value in practice.proposed.items() if name != CREDIT_NAME}
    practice.proposed, practice.proposed_by = (rest if has_others else {}), practice.proposed_by
    if not has_others:
        store.delete_evidence(session, practice.id)
