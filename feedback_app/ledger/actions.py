"""What is done to the ledger by hand: a programme's start, erasure, verification."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select

from feedback_app.audit.hash_chain import Head
from feedback_app.base.db import AnySession
from feedback_app.ledger.entry_chain import verify_entries
from feedback_app.ledger.erasure import erase
from feedback_app.ledger.tables import Counter, Epoch, LedgerEntry, Malformed, Record
from feedback_app.register.lookup_store import programme_ids


def begin_epoch(session: AnySession, now: dt.datetime, reason: str) -> str:
    """Begins a new epoch, when the database is created or restored. Phones then send all that they still have again."""
    last = session.execute(select(func.max(Epoch.n))).scalar_one() or 0
    made = Epoch(n=last + 1, id=secrets.token_hex(5), started_at=now, reason=reason)
    session.add(made)
    session.flush()
    return made.id


def first_epoch(session: AnySession) -> str:
    """Which database this is, whatever was restored into it since: the name of its first epoch."""
    return session.scalars(select(Epoch.id).order_by(Epoch.n).limit(1)).first() or ""


def epochs(session: AnySession) -> list[str]:
    """The names of all epochs of this database, the first one first."""
    return list(session.scalars(select(Epoch.id).order_by(Epoch.n)))


def open_ledgers(session: AnySession, now: dt.datetime) -> None:
    """Makes what the ledger needs and is not there: the first epoch, a counter for each programme."""
    if session.execute(select(func.count()).select_from(Epoch)).scalar_one() == 0:
        begin_epoch(session, now, "created")
    opened = set(session.scalars(select(Counter.programme_id)))
    session.add_all(Counter(programme_id=one) for one in programme_ids(session) if one not in opened)
    session.flush()


@dataclass(slots=True)
class Verified:
    """What `verify` counted. `bad` names entries whose bytes do not match their digest."""

    entries: int = 0
    records: int = 0
    quarantined: int = 0
    erased: int = 0
    malformed: int = 0
    bad: list[str] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)
    """Where the hash chain over the entries does not fit."""


def verify(session: AnySession, programme_id: str | None = None, noted: Iterable[Mapping[str, Head]] = ()) -> Verified:
    """Recomputes every digest in the ledger, streaming, and walks the hash chain over the entries; compares it with
    heads that backups noted. Holds no more than a page in memory."""
    found, heads = Verified(), list(noted)
    for one in programme_ids(session) if programme_id is None else [programme_id]:
        found.breaks += verify_entries(session, one, [head[one] for head in heads if one in head])
    for entry in _every_entry(session, programme_id):
        found.entries += 1
        found.quarantined += entry.quarantined
        if not entry.body:
            found.erased += 1
        elif hashlib.sha256(entry.body).hexdigest() != entry.digest:
            found.bad.append(f"{entry.programme_id} {entry.position} {entry.record_id} rev {entry.rev}")
    for malformed in session.scalars(select(Malformed)):
        found.malformed += 1
        if malformed.raw and hashlib.sha256(malformed.raw).hexdigest() != malformed.digest:
            found.bad.append(f"{malformed.programme_id} malformed {malformed.digest}")
    mine = select(func.count()).select_from(Record)
    found.records = session.execute(
        mine if programme_id is None else mine.where(Record.programme_id == programme_id)
    ).scalar_one()
    return found


def _every_entry(session: AnySession, programme_id: str | None) -> Iterator[LedgerEntry]:
    chosen = select(LedgerEntry).order_by(LedgerEntry.programme_id, LedgerEntry.position)
    if programme_id is not None:
        chosen = chosen.where(LedgerEntry.programme_id == programme_id)
    for entry in session.scalars(chosen.execution_options(yield_per=1000)):
        yield entry
        session.expunge(entry)


__all__ = ["Verified", "begin_epoch", "erase", "first_epoch", "open_ledgers", "verify"]
