"""Selects of what was decided and read of many records at once: one each, however many records they are."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.review.tables import Decision, Reading


def decisions(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Sequence[Decision]:
    """The decisions on these records, oldest first."""
    chosen = select(Decision).where(Decision.programme_id == programme_id, Decision.record_id.in_(ids))
    return session.scalars(chosen.order_by(Decision.at, Decision.id)).all()


def readings(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Sequence[Reading]:
    """When each revision of these records was first opened, oldest first."""
    chosen = select(Reading).where(Reading.programme_id == programme_id, Reading.record_id.in_(ids))
    return session.scalars(chosen.order_by(Reading.at)).all()
