"""Look-ups of records for the packages after this one."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import Select, or_, select

from feedback_app.base.db import AnySession
from feedback_app.ledger.tables import LedgerEntry, Record


def records_by_id(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Sequence[Record]:
    """These records of a programme as they are now, without those that were erased."""
    chosen = select(Record).where(Record.programme_id == programme_id, Record.id.in_(ids))
    return session.scalars(chosen.execution_options(populate_existing=True)).all()


def records_among(session: AnySession, programme_id: str, among: Select[uuid.UUID], *, limit: int) -> Sequence[Record]:
    """Those of some records (`among`, a statement) that were not erased, so many at most."""
    chosen = select(Record).where(Record.programme_id == programme_id, Record.id.in_(among)).limit(limit)
    return session.scalars(chosen.execution_options(populate_existing=True)).all()


def records_of_author(session: AnySession, programme_id: str, author: uuid.UUID, *, limit: int) -> list[uuid.UUID]:
    """The records that a person wrote, as far as anybody knows who wrote them."""
    mine = Record.programme_id == programme_id, or_(Record.author_id == author, Record.owner == str(author))
    return list(session.scalars(select(Record.id).where(*mine).order_by(Record.id).limit(limit)))


def records_sent_by(session: AnySession, programme_id: str, devices: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """The records of which these phones handed a revision over, without those that were erased."""
    theirs = select(LedgerEntry.record_id).where(
        LedgerEntry.programme_id == programme_id, LedgerEntry.device_id.in_(devices)
    )
    chosen = select(Record.id).where(Record.programme_id == programme_id, Record.id.in_(theirs))
    return list(session.scalars(chosen.order_by(Record.id)))


def records_by_key(session: AnySession, keys: Collection[tuple[str, uuid.UUID]]) -> dict[tuple[str, uuid.UUID], Record]:
    """Records by (programme, id), without those that were erased."""
    programmes, ids = {programme for programme, _ in keys}, {one for _, one in keys}
    found = session.scalars(select(Record).where(Record.programme_id.in_(programmes), Record.id.in_(ids)))
    return {key: one for one in found if (key := (one.programme_id, one.id)) in keys}
