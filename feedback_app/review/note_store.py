"""Selects of what reviewers wrote to each other about records."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.review.tables import Note


def notes_of(session: AnySession, programme_id: str, record_id: uuid.UUID) -> Sequence[Note]:
    """The notes about a record, oldest first."""
    mine = Note.programme_id == programme_id, Note.record_id == record_id
    return session.scalars(select(Note).where(*mine).order_by(Note.at, Note.id)).all()
