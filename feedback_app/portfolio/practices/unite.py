"""Two solutions are the same: one goes into the other with all that it comes from, and may be taken out again. Nothing
here commits."""

from __future__ import annotations

from feedback_app.base.db import AnySession
from feedback_app.portfolio.practices import store
from feedback_app.portfolio.practices.change_kinds import ChangeKind
from feedback_app.portfolio.practices.history import note_change
from feedback_app.portfolio.practices.lift import take_off
from feedback_app.portfolio.practices.refusals import PracticeRefusal
from feedback_app.portfolio.practices.tables import Practice
from feedback_app.portfolio.solutions.history import Author


def unite(session: AnySession, practice: Practice, onto: Practice, *, author: Author) -> PracticeRefusal | None:
    """Puts a solution into another: its records and evidence go there, its address leads there."""
    store.lock_practices(session)
    for one in (practice, onto):
        session.refresh(one)
    if practice.id == onto.id or practice.programme_id != onto.programme_id:
        return PracticeRefusal.SELF
    if practice.merged_into is not None or onto.merged_into is not None:
        return PracticeRefusal.STALE
    store.move_lineage(session, of=practice.id, onto=onto.id)
    for inner in store.merged_here(session, practice.id):
        inner.merged_into = onto.id
    practice.merged_into = onto.id
    take_off(practice, author.by)
    for one, values in ((practice, {"into": str(onto.id)}), (onto, {"united": str(practice.id)})):
        note_change(session, one, ChangeKind.UNITED, author=author, before={}, after=values)
    return None


def separate(session: AnySession, practice: Practice, *, author: Author) -> PracticeRefusal | None:
    """Takes a merged solution out again, with what was put into it first. The words of the other go back to wait: they
    may say what these records did."""
    store.lock_practices(session)
    session.refresh(practice)
    whole = store.find_practice(session, practice.programme_id, practice.merged_into) if practice.merged_into else None
    if whole is None:
        return PracticeRefusal.STALE
    practice.merged_into = None
    store.move_lineage(session, first_of=practice.id, onto=practice.id)
    left = store.sources(session, [whole.id]).get(whole.id, [])
    if whole.rests_on.keys() - {str(one.record_id) for one in left}:
        take_off(whole, author.by)
    for one, values in ((practice, {"from": str(whole.id)}), (whole, {"separated": str(practice.id)})):
        note_change(session, one, ChangeKind.SEPARATED, author=author, before=values, after={})
    return None
