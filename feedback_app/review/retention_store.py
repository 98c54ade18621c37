"""Which records were closed long ago, and the messages that were written about them."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Select, delete, or_, select

from feedback_app.base.db import AnySession
from feedback_app.media.staff_sound_store import remove_sounds
from feedback_app.review.tables import AnswerCorrection, Case, CaseFlag, Decision, Note
from schemas.states import CLOSED


def closed_before(programme_id: str, before: dt.datetime) -> Select[uuid.UUID]:
    """The records that a decision closed before this moment and nothing has opened since, as a statement. What waits
    for anybody is not among them."""
    return select(Case.record_id).where(
        Case.programme_id == programme_id, Case.state.in_(CLOSED), Case.decided_at < before
    )


def delete_messages(session: AnySession, programme_id: str, *, before: dt.datetime, limit: int) -> int:
    """Deletes the messages of decisions on records that were closed before this moment, what reviewers flagged them
    for or corrected them for in words of their own, and what they wrote to each other about them. Returns how many."""
    mine = Decision.programme_id == programme_id, Decision.record_id.in_(closed_before(programme_id, before))
    worded = or_(Decision.message.is_not(None), Decision.sound.is_not(None))
    found = session.scalars(select(Decision).where(*mine, worded).limit(limit)).all()
    remove_sounds(session, [one.id for one in found if one.sound])
    for one in found:
        one.message = one.sound = one.sound_bytes = None
    closed = CaseFlag.programme_id == programme_id, CaseFlag.record_id.in_(closed_before(programme_id, before))
    flagged = session.scalars(select(CaseFlag).where(*closed, CaseFlag.comment.is_not(None)).limit(limit)).all()
    for flag in flagged:
        flag.comment = None
    mended = (
        AnswerCorrection.programme_id == programme_id,
        AnswerCorrection.record_id.in_(closed_before(programme_id, before)),
    )
    commented = select(AnswerCorrection).where(*mended, AnswerCorrection.comment.is_not(None)).limit(limit)
    corrections = session.scalars(commented).all()
    for correction in corrections:
        correction.comment = None
    old = Note.programme_id == programme_id, Note.record_id.in_(closed_before(programme_id, before))
    notes = session.scalars(select(Note.id).where(*old).limit(limit)).all()
    session.execute(delete(Note).where(Note.id.in_(notes)))
    session.flush()
    return len(found) + len(flagged) + len(corrections) + len(notes)
