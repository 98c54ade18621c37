"""What of the ledger has been stored long enough: bodies in quarantine, what could not be read."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.ledger.tables import LedgerEntry, Malformed


def empty_quarantined(session: AnySession, programme_id: str, *, before: dt.datetime, limit: int) -> int:
    """Empties bodies that arrived before this moment and are still in quarantine. Their digests stay, so that a retry
    is answered as before. Returns how many."""
    old = (
        select(LedgerEntry)
        .where(LedgerEntry.programme_id == programme_id, LedgerEntry.quarantined, LedgerEntry.received_at < before)
        .where(LedgerEntry.body != b"")
        .order_by(LedgerEntry.position)
        .limit(limit)
    )
    found = session.scalars(old).all()
    for entry in found:
        entry.body = b""
    session.flush()
    return len(found)


def empty_malformed(session: AnySession, programme_id: str, *, before: dt.datetime, limit: int) -> int:
    """Empties what could not be read and arrived before this moment. Returns how many."""
    old = (
        select(Malformed)
        .where(Malformed.programme_id == programme_id, Malformed.received_at < before, Malformed.raw != b"")
        .limit(limit)
    )
    found = session.scalars(old).all()
    for one in found:
        one.raw = b""
    session.flush()
    return len(found)
