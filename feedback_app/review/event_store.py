"""Selects of what became of many records at once: one each, however many records they are."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.ledger.tables import LedgerEntry
from feedback_app.review.tables import Decision, Reading


@dataclass(frozen=True, slots=True)
class Came:
    """A revision that came, without what it says."""

    record_id: uuid.UUID
    rev: int
    received_at: dt.datetime
    quarantined: bool


def revisions(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> list[Came]:
    """The revisions of these records, in the order in which they came."""
    chosen = (
        select(LedgerEntry.record_id, LedgerEntry.rev, LedgerEntry.received_at, LedgerEntry.quarantined)
        .where(LedgerEntry.programme_id == programme_id, LedgerEntry.record_id.in_(ids))
        .order_by(LedgerEntry.position)
    )
    return [Came(*row) for row in session.execute(chosen)]


def decisions(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Sequence[Decision]:
    """The decisions on these records, oldest first."""
    chosen = select(Decision).where(Decision.programme_id == programme_id, Decision.record_id.in_(ids))
    return session.scalars(chosen.order_by(Decision.at, Decision.id)).all()


def readings(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Sequence[Reading]:
    """When each revision of these records was first opened, oldest first."""
    chosen = select(Reading).where(Reading.programme_id == programme_id, Reading.record_id.in_(ids))
    return session.scalars(chosen.order_by(Reading.at)).all()
