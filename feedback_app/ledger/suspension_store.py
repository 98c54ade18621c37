"""Records that somebody asked to take back: shown to nobody in public until the desk has decided (decision 35)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, Subquery, delete, exists, select

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.ledger.erasure import place_feed_drops
from feedback_app.ledger.feed import put
from feedback_app.ledger.positions import take_write_lock
from feedback_app.ledger.snapshots import expire_snapshots
from feedback_app.ledger.tables import Record, Suspension

BY_CODE = "code"


@dataclass(frozen=True, slots=True)
class OpenSuspension:
    """A record that waits for the desk: since when, and who asked."""

    programme_id: str
    record_id: uuid.UUID
    asked_at: dt.datetime
    asked_by: str


def suspend(session: AnySession, programme_id: str, record_id: uuid.UUID, *, by: str, now: dt.datetime) -> bool:
    """Hides a record from everybody in public, at once. False where a code asks for what the desk has declined.

    Takes the programme's write lock: call it last before commit.
    """
    found = session.get(Suspension, (programme_id, record_id), populate_existing=True)
    if found is not None and found.ended_at is None:
        return True
    if found is not None and by == BY_CODE:
        return False
    take_write_lock(session, programme_id)
    session.execute(delete(Suspension).where(*_of(programme_id, record_id)))
    session.add(Suspension(programme_id=programme_id, record_id=record_id, asked_at=now, asked_by=by[:200]))
    _note(session, "record_suspended", programme_id, record_id, by_code=by == BY_CODE)
    session.flush()
    if rows := place_feed_drops(session, programme_id, record_id, kinds=("need",)):
        expire_snapshots(session, programme_id)
        put(session, programme_id, rows)
    return True


def decline(session: AnySession, programme_id: str, record_id: uuid.UUID, *, by: str, now: dt.datetime) -> bool:
    """Shows a record again. False when it is not suspended."""
    found = session.get(Suspension, (programme_id, record_id), populate_existing=True)
    if found is None or found.ended_at is not None:
        return False
    found.ended_at, found.ended_by = now, by[:200]
    _note(session, "suspension_declined", programme_id, record_id)
    session.flush()
    return True


def _note(
    session: AnySession, event: str, programme_id: str, record_id: uuid.UUID, *, by_code: bool | None = None
) -> None:
    note_event(session, event, about=("record", record_id), programme=programme_id, by_code=by_code)


def open_suspensions(session: AnySession, programmes: Collection[str]) -> list[OpenSuspension]:
    """The records of these programmes that wait for the desk, the longest first."""
    same = exists().where(Record.programme_id == Suspension.programme_id, Record.id == Suspension.record_id)
    chosen = select(Suspension.programme_id, Suspension.record_id, Suspension.asked_at, Suspension.asked_by)
    mine = chosen.where(Suspension.programme_id.in_(programmes), Suspension.ended_at.is_(None), same)
    return [OpenSuspension(*row) for row in session.execute(mine.order_by(Suspension.asked_at))]


def is_suspended(
    programme_id: SQLColumnExpression[Any] | str, record_id: SQLColumnExpression[Any]
) -> ColumnElement[bool]:
    """In a statement on other rows: whether the record that they name is suspended."""
    mine = Suspension.programme_id == programme_id, Suspension.record_id == record_id, Suspension.ended_at.is_(None)
    return exists().where(*mine).correlate_except(Suspension)


def suspended_now() -> Subquery:
    """For a statement on other rows: (programme_id, record_id) of every record that is suspended."""
    return select(Suspension.programme_id, Suspension.record_id).where(Suspension.ended_at.is_(None)).subquery()


def suspended(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these records that are suspended."""
    mine = Suspension.programme_id == programme_id, Suspension.record_id.in_(ids), Suspension.ended_at.is_(None)
    return set(session.scalars(select(Suspension.record_id).where(*mine)))


def records_with_code(session: AnySession, programmes: Collection[str], code: str) -> Sequence[tuple[str, uuid.UUID]]:
    """(programme, record) of every record of this spoken code, sensitive ones and those in quarantine too."""
    named = select(Record.programme_id, Record.id).where(Record.programme_id.in_(programmes), Record.code == code)
    return [(programme, record) for programme, record in session.execute(named)]


def _of(programme_id: str, record_id: uuid.UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Suspension.programme_id == programme_id, Suspension.record_id == record_id
