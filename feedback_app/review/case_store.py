"""What cases need to follow the ledger: what they were, and which of their records were erased."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from typing import TypeAlias

from sqlalchemy import Select, delete, or_, select, update

from feedback_app.base.db import AnySession
from feedback_app.ledger.follow import position_of
from feedback_app.ledger.lookup_store import erased_ids, has_entries
from feedback_app.media.staff_sound_store import remove_sounds
from feedback_app.review.case import CaseState, State
from feedback_app.review.case_change_store import CaseChanges, indexed
from feedback_app.review.claim import Claim
from feedback_app.review.merge_store import end_merges, loosen
from feedback_app.review.tables import (
    AnswerCorrection,
    Case,
    CaseFlag,
    CaseTag,
    Decision,
    Note,
    NoteMention,
    PhotoBlur,
    Reading,
    Transcript,
)

CaseRevisions: TypeAlias = Sequence[tuple[Case, int]]
"""Cases that something is done to, and the revision of each that is meant."""


def is_behind(session: AnySession, programme_id: str, follower: str, *, record_id: uuid.UUID | None = None) -> bool:
    """Whether review has to catch up: the ledger has unread entries, or a record with a case was erased.

    With `record_id`, of this record alone.
    """
    unread = has_entries(programme_id, after=position_of(session, follower, programme_id), record_id=record_id)
    gone = _erased(programme_id)
    if record_id is not None:
        gone = gone.where(Case.record_id == record_id)
    return bool(session.execute(select(or_(unread, gone.exists()))).scalar_one())


def cases(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Case]:
    """These cases as they are now, locked until commit; records without one are left out."""
    chosen = select(Case).where(Case.programme_id == programme_id, Case.record_id.in_(ids)).order_by(Case.record_id)
    found = session.scalars(chosen.with_for_update().execution_options(populate_existing=True))
    return {one.record_id: one for one in found}


def is_any_after(session: AnySession, programme_id: str, position: int) -> bool:
    """Whether a programme has a case beyond a position."""
    mine = Case.programme_id == programme_id, Case.position > position
    return session.scalar(select(Case.position).where(*mine).limit(1)) is not None


def next_cases(
    session: AnySession, programme_id: str, unknown: str, *, after: int, limit: int
) -> list[tuple[int, uuid.UUID, bool]]:
    """(position, record, whether a column is not known) of the next cases, ascending."""
    chosen = select(Case.position, Case.record_id, getattr(Case, unknown).is_(None))
    mine = Case.programme_id == programme_id, Case.position > after
    rows = session.execute(chosen.where(*mine).order_by(Case.position).limit(limit))
    return [(position, record, is_new) for position, record, is_new in rows]


def case_state_of(case: Case) -> CaseState:
    """The state of a case, for the state machine."""
    return CaseState(State(case.state), case.rev)


def claim_of(case: Case) -> Claim | None:
    """Who has a case before them, or had until a while ago."""
    if case.claimed_by is None or case.claimed_until is None:
        return None
    # Other words of its author put a case back into the queue: nobody has taken those.
    return Claim(case.claimed_by, case.claimed_until, taken=case.claim_taken and case.state == State.IN_REVIEW)


def set_claim(case: Case, claim: Claim | None) -> None:
    """Gives a (locked) case to somebody, or to nobody."""
    case.claimed_by, case.claimed_until = (claim.by, claim.until) if claim else (None, None)
    case.claim_taken = bool(claim and claim.taken)


def delete_erased(session: AnySession, programme_id: str, changes: CaseChanges, *, limit: int) -> int:
    """Deletes cases of erased records, what was written of their voices and words, their flags, tags and notes, their
    corrected answers, and the messages of decisions on them, recorded ones too; the decisions themselves stay. Returns
    how many cases, at most `limit`."""
    gone = list(session.scalars(_erased(programme_id).limit(limit)))
    if not gone:
        return 0
    for case in cases(session, programme_id, gone).values():
        changes.add(indexed(case), None)
    for table in (Case, Reading, Transcript, PhotoBlur, CaseFlag, CaseTag, Note, NoteMention, AnswerCorrection):
        session.execute(delete(table).where(table.programme_id == programme_id, table.record_id.in_(gone)))
    end_merges(session, programme_id, gone)
    loosen(session, programme_id, gone)
    on_them = Decision.programme_id == programme_id, Decision.record_id.in_(gone)
    recorded = session.scalars(select(Decision.id).where(*on_them, Decision.sound.is_not(None))).all()
    remove_sounds(session, recorded)
    session.execute(update(Decision).where(*on_them).values(message=None, sound=None, sound_bytes=None))
    return len(gone)


def _erased(programme_id: str) -> Select[uuid.UUID]:
    """The records of cases that were erased."""
    return select(Case.record_id).where(Case.programme_id == programme_id, Case.record_id.in_(erased_ids(programme_id)))
