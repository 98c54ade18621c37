"""Look-ups of records and entries for the packages after this one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, exists, select

from feedback_app.base.db import AnySession
from feedback_app.base.plans import unindexed
from feedback_app.ledger.tables import Erasure, LedgerEntry, Record


class StoredEntry(Protocol):
    """What other packages may read of an entry; `ledger.store.read_content` reads its body."""

    @property
    def programme_id(self) -> str: ...
    @property
    def position(self) -> int: ...
    @property
    def record_id(self) -> uuid.UUID: ...
    @property
    def rev(self) -> int: ...
    @property
    def body(self) -> bytes: ...
    @property
    def device_id(self) -> uuid.UUID: ...
    @property
    def received_at(self) -> dt.datetime: ...
    @property
    def clock_offset_ms(self) -> int | None: ...
    @property
    def quarantined(self) -> bool: ...
    @property
    def errors(self) -> Sequence[Any] | None: ...


@dataclass(frozen=True, slots=True)
class CurrentRecord:
    """A record as its current revision says, at the moment it was read."""

    programme_id: str
    id: uuid.UUID
    rev: int
    """0 where only quarantined revisions are stored."""
    position: int
    quarantined: bool
    """A revision above the current one is in quarantine, or nothing else is stored."""
    instrument: str | None
    instrument_version: str | None
    place_code: str | None
    place_path: str | None
    project_id: str | None
    author_id: uuid.UUID | None
    mode: str | None
    recorded_at: dt.datetime | None
    received_at: dt.datetime
    first_received_at: dt.datetime
    clock_offset_ms: int | None
    answers: Mapping[str, Any] | None
    danger: str
    """A `Danger`."""
    code: str
    """Ten digits (`sync.spoken_code`)."""


_FIELDS = tuple(CurrentRecord.__dataclass_fields__)


def current_record(record: Record) -> CurrentRecord:
    """A record's row as packages after this one get it."""
    return CurrentRecord(*(getattr(record, name) for name in _FIELDS))


def records(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, CurrentRecord]:
    """These records as the database has them now; those that were erased are left out."""
    columns = [getattr(Record, name) for name in _FIELDS]
    chosen = select(*columns).where(Record.programme_id == programme_id, Record.id.in_(ids))
    return {one.id: one for one in (CurrentRecord(*row) for row in session.execute(chosen))}


def phones(session: AnySession, programme_id: str, positions: Collection[int]) -> dict[int, uuid.UUID]:
    """The phones that the entries at these positions came from."""
    chosen = select(LedgerEntry.position, LedgerEntry.device_id).where(
        LedgerEntry.programme_id == programme_id, LedgerEntry.position.in_(positions)
    )
    return dict(session.execute(chosen).all())


def find_record(session: AnySession, programme_id: str, record_id: uuid.UUID) -> Record | None:
    """A record of a programme, to be erased; None when there is none."""
    return session.get(Record, (programme_id, record_id))


def ids_known_as(known_as: uuid.UUID) -> Select[uuid.UUID]:
    """The records that their authors' phones call by this id although they have another one here (`sync.namesake`)."""
    return select(Record.id).where(Record.known_as == known_as)


def has_entries(programme_id: str, *, after: int, record_id: uuid.UUID | None = None) -> ColumnElement[bool]:
    """Whether the ledger has entries (of this record) beyond a position."""
    mine = LedgerEntry.programme_id == programme_id
    if record_id is None:
        # In order, from the end of an index: whether there is any beyond a position that PostgreSQL plans for without
        # knowing it may else be answered by reading the whole ledger.
        beyond = select(LedgerEntry.position).where(mine, LedgerEntry.position > after)
        return beyond.order_by(LedgerEntry.position.desc()).limit(1).scalar_subquery().is_not(None)
    return exists().where(mine, LedgerEntry.record_id == record_id, unindexed(LedgerEntry.position) > after)


def erased_ids(programme_id: str) -> Select[uuid.UUID]:
    """The ids of the programme's erased records."""
    return select(Erasure.record_id).where(Erasure.programme_id == programme_id)


def entries_of(session: AnySession, programme_id: str, record_id: uuid.UUID) -> Sequence[StoredEntry]:
    """All entries of a record, in the order in which they came."""
    mine = LedgerEntry.programme_id == programme_id, LedgerEntry.record_id == record_id
    return session.scalars(select(LedgerEntry).where(*mine).order_by(unindexed(LedgerEntry.position))).all()


def last_in_quarantine(
    session: AnySession, programme_id: str, ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, StoredEntry]:
    """Of each of these records, what came last and is in quarantine; those without any are left out."""
    mine = LedgerEntry.programme_id == programme_id, LedgerEntry.record_id.in_(ids)
    chosen = select(LedgerEntry).where(*mine, LedgerEntry.quarantined).order_by(unindexed(LedgerEntry.position))
    return {one.record_id: one for one in session.scalars(chosen)}


@dataclass(frozen=True, slots=True)
class Arrived:
    """When and from where a revision arrived; its content is not read."""

    record_id: uuid.UUID
    rev: int
    received_at: dt.datetime
    quarantined: bool


def arrivals(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> list[Arrived]:
    """The revisions of these records, in the order in which they came."""
    chosen = (
        select(LedgerEntry.record_id, LedgerEntry.rev, LedgerEntry.received_at, LedgerEntry.quarantined)
        .where(LedgerEntry.programme_id == programme_id, LedgerEntry.record_id.in_(ids))
        .order_by(unindexed(LedgerEntry.position))
    )
    return [Arrived(*row) for row in session.execute(chosen)]
