"""Selects of the answers that reviewers corrected."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.review.tables import AnswerCorrection


def corrections_of(session: AnySession, programme_id: str, record_id: uuid.UUID) -> Sequence[AnswerCorrection]:
    """What was corrected of a record, oldest first, also what was taken back and what was of earlier revisions."""
    mine = AnswerCorrection.programme_id == programme_id, AnswerCorrection.record_id == record_id
    return session.scalars(
        select(AnswerCorrection).where(*mine).order_by(AnswerCorrection.at, AnswerCorrection.decision_id)
    ).all()


def that_hold(corrections: Sequence[AnswerCorrection], rev: int) -> list[AnswerCorrection]:
    """Those of them by which the answers of this revision, if it is the current one, are what they are."""
    return [one for one in corrections if one.ended_by is None and one.rev == rev]
