"""Selects of receipts: what is new since they were made, what is to be taken back, what a code leads to."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from feedback_app.base.db import AnySession
from feedback_app.ledger.follow import position_of
from feedback_app.ledger.tables import Erasure, LedgerEntry, Record
from feedback_app.ledger.timeline import published_since
from feedback_app.receipt.tables import Receipt
from feedback_app.receipt.telling import Dated


def changed(session: AnySession, programme_id: str, *, follower: str, limit: int) -> list[tuple[int, uuid.UUID]]:
    """(position, record) of the next entries and published timelines that `follower` has not read, ascending."""
    after = position_of(session, follower, programme_id)
    came = (
        select(LedgerEntry.position, LedgerEntry.record_id)
        .where(LedgerEntry.programme_id == programme_id, LedgerEntry.position > after)
        .order_by(LedgerEntry.position)
        .limit(limit)
    )
    found = [(place, record) for place, record in session.execute(came)]
    found += published_since(session, follower=follower, programme_id=programme_id, limit=limit)
    return sorted(found)[:limit]


def records(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Sequence[Record]:
    """These records as they stand, without those that were erased."""
    chosen = select(Record).where(Record.programme_id == programme_id, Record.id.in_(ids))
    return session.scalars(chosen.execution_options(populate_existing=True)).all()


def receipts(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Receipt]:
    """The receipts of these records, where they have one."""
    chosen = select(Receipt).where(Receipt.programme_id == programme_id, Receipt.record_id.in_(ids))
    return {one.record_id: one for one in session.scalars(chosen)}


def erased(session: AnySession, programme_id: str, *, limit: int) -> Sequence[Receipt]:
    """Receipts of records that were erased."""
    chosen = (
        select(Receipt)
        .join(Erasure, and_(Erasure.programme_id == Receipt.programme_id, Erasure.record_id == Receipt.record_id))
        .where(Receipt.programme_id == programme_id)
    )
    return session.scalars(chosen.limit(limit)).all()


def aged(session: AnySession, programme_id: str, *, before: dt.datetime, limit: int) -> Sequence[Receipt]:
    """Receipts on phones of which nothing has been heard since `before`."""
    chosen = select(Receipt).where(
        Receipt.programme_id == programme_id, Receipt.on_phones, Receipt.last_at < before
    )  # fmt: skip
    return session.scalars(chosen.limit(limit)).all()


def surplus(session: AnySession, programme_id: str, *, keep: int, limit: int) -> Sequence[Receipt]:
    """Receipts on phones beyond the `keep` of which something was heard last."""
    chosen = select(Receipt).where(Receipt.programme_id == programme_id, Receipt.on_phones)
    return session.scalars(chosen.order_by(Receipt.last_at.desc()).offset(keep).limit(limit)).all()


@dataclass(frozen=True, slots=True)
class Known(Dated):
    """A record that a code leads to."""

    said_on: dt.date
    record: Record


def by_code(session: AnySession, code: str) -> list[Known]:
    """The records of a code that have a receipt and are there, in whichever programme."""
    chosen = (
        select(Receipt.said_on, Record)
        .join(Record, and_(Record.programme_id == Receipt.programme_id, Record.id == Receipt.record_id))
        .where(Receipt.code == code)
        .order_by(Receipt.said_on, Receipt.record_id)
    )
    return [Known(*row) for row in session.execute(chosen)]
