"""Selects of receipts: what is new since they were made, what is to be taken back, what a code leads to."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Select, select

from feedback_app.base.db import AnySession
from feedback_app.ledger.follow import unread_records
from feedback_app.ledger.lookup_store import erased_ids
from feedback_app.ledger.record_store import records_by_key
from feedback_app.ledger.timeline import published_since
from feedback_app.receipt.changes import RecordedOnDay
from feedback_app.receipt.tables import Receipt


def changed_records(
    session: AnySession, programme_id: str, *, follower: str, limit: int
) -> list[tuple[int, uuid.UUID]]:
    """(position, record) of the next entries and published timelines that `follower` has not read, ascending."""
    asked: dict[str, Any] = {"follower": follower, "programme_id": programme_id, "limit": limit}
    return sorted([*unread_records(session, **asked), *published_since(session, **asked)])[:limit]


def receipts(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Receipt]:
    """The receipts of these records, where they have one."""
    chosen = select(Receipt).where(Receipt.programme_id == programme_id, Receipt.record_id.in_(ids))
    return {one.record_id: one for one in session.scalars(chosen)}


def receipts_of_erased(session: AnySession, programme_id: str, *, limit: int) -> Sequence[Receipt]:
    """Receipts of records that were erased."""
    return session.scalars(_of_erased(programme_id).limit(limit)).all()


def silent_receipts(session: AnySession, programme_id: str, *, before: dt.datetime, limit: int) -> Sequence[Receipt]:
    """Receipts on phones of which nothing has been heard since `before`."""
    return session.scalars(_silent(programme_id, before).limit(limit)).all()


def surplus(session: AnySession, programme_id: str, *, keep: int, limit: int) -> Sequence[Receipt]:
    """Receipts on phones beyond the `keep` of which something was heard last."""
    return session.scalars(_surplus(programme_id, keep).limit(limit)).all()


def anything_to_take_back(session: AnySession, programme_id: str, *, before: dt.datetime, keep: int) -> bool:
    """Whether any of the three above would find something."""
    each = _of_erased(programme_id), _silent(programme_id, before), _surplus(programme_id, keep)
    return any(session.execute(one.with_only_columns(Receipt.record_id).limit(1)).first() is not None for one in each)


def _of_erased(programme_id: str) -> Select[Receipt]:
    return select(Receipt).where(Receipt.programme_id == programme_id, Receipt.record_id.in_(erased_ids(programme_id)))


def _silent(programme_id: str, before: dt.datetime) -> Select[Receipt]:
    return select(Receipt).where(Receipt.programme_id == programme_id, Receipt.on_phones, Receipt.last_at < before)


def _surplus(programme_id: str, keep: int) -> Select[Receipt]:
    chosen = select(Receipt).where(Receipt.programme_id == programme_id, Receipt.on_phones)
    return chosen.order_by(Receipt.last_at.desc()).offset(keep)


class RecordRow(Protocol):
    """What receipts read of a record."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def programme_id(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def rev(self) -> int: ...
    @property
    def instrument(self) -> str | None: ...
    @property
    def answers(self) -> dict[str, Any] | None: ...
    @property
    def facts_stamp(self) -> str: ...
    @property
    def place_path(self) -> str | None: ...
    @property
    def recorded_at(self) -> dt.datetime | None: ...
    @property
    def first_received_at(self) -> dt.datetime: ...
    @property
    def danger(self) -> str: ...


@dataclass(frozen=True, slots=True)
class CodeMatch(RecordedOnDay):
    """A record that a code leads to."""

    recorded_on: dt.date
    record: RecordRow


def by_code(session: AnySession, code: str) -> list[CodeMatch]:
    """The records of a code that have a receipt and are there, in whichever programme."""
    chosen = select(Receipt.programme_id, Receipt.record_id, Receipt.recorded_on).where(Receipt.code == code)
    rows = session.execute(chosen.order_by(Receipt.recorded_on, Receipt.record_id)).all()
    there = records_by_key(session, {(programme, record) for programme, record, _ in rows}) if rows else {}
    return [CodeMatch(day, there[key]) for *named, day in rows if (key := (named[0], named[1])) in there]
