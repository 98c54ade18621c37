"""Letting a revision out of quarantine, when a reviewer judged that it is fine as it is."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import place_paths
from feedback_app.ledger.danger import danger_of
from feedback_app.ledger.projection import facts
from feedback_app.ledger.store import read_content
from feedback_app.ledger.tables import LedgerEntry, Record

FORGIVABLE = frozenset(
    {
        "required",
        "constraint",
        "not-relevant",
        "not-recalculated",
        "unknown-question",
        "too-long",
        "not-a-duration",
        "outside-scope",
        "revoked",
    }
)
"""Faults that a person may overrule. What cannot be read, has no consent, or is another's stays where it is."""


def forgivable(errors: Iterable[Mapping[str, Any]]) -> bool:
    """Whether every fault of an entry is one that a person may overrule."""
    found = list(errors)
    return bool(found) and all(error.get("reason") in FORGIVABLE for error in found)


def release(session: AnySession, record: Record, rev: int) -> LedgerEntry | None:
    """Lets the revision `rev` of a record count: it becomes the current one. The body stays as it came.

    None when there is no such revision in quarantine above the current one, or when its faults are not forgivable.
    """
    entry = _waiting(session, record.programme_id, record.id, rev)
    if entry is None or rev <= record.rev or entry.sealed or not forgivable(entry.errors or ()):
        return None
    entry.quarantined, entry.errors = False, None
    record.rev, record.position, record.digest = entry.rev, entry.position, entry.digest
    record.received_at, record.clock_offset_ms = entry.received_at, entry.clock_offset_ms
    content = read_content(entry)
    path_of = place_paths(session, {str(content.get("place"))}).get
    for name, value in facts(content, path_of, danger_of(session, record.programme_id, content)).items():
        setattr(record, name, value)
    session.flush()
    record.quarantined = _waits_above(session, record)
    session.flush()
    return entry


def _waiting(session: AnySession, programme_id: str, record_id: uuid.UUID, rev: int) -> LedgerEntry | None:
    chosen = select(LedgerEntry).where(
        LedgerEntry.programme_id == programme_id,
        LedgerEntry.record_id == record_id,
        LedgerEntry.rev == rev,
        LedgerEntry.quarantined,
    )
    return session.scalars(chosen.order_by(LedgerEntry.position).limit(1)).first()


def _waits_above(session: AnySession, record: Record) -> bool:
    above = select(LedgerEntry.position).where(
        LedgerEntry.programme_id == record.programme_id,
        LedgerEntry.record_id == record.id,
        LedgerEntry.rev > record.rev,
        LedgerEntry.quarantined,
    )
    return session.execute(above.limit(1)).first() is not None
