"""What arrived as an entry and could not be read as one: looked up for the people who can do something about it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, update

from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import PhoneName, is_phone_below, phone_names
from feedback_app.ledger.tables import Malformed
from sync.entry import Extent
from sync.entry import Malformed as MalformedEntry


@dataclass(frozen=True, slots=True)
class Origin:
    """To which programme, from which phone and when something came."""

    programme_id: str
    device_id: uuid.UUID
    received_at: dt.datetime


def store_malformed(
    session: AnySession,
    entry: MalformedEntry,
    origin: Origin,
    next_position: Callable[[], Sequence[int]],
    *,
    raw: bytes,
) -> int | None:
    """Stores what cannot be an entry, once however often it comes; its position, None when only the digest is.

    `raw` is what may be stored of it: nothing where nobody agreed to that.
    """
    stored = session.get(Malformed, (origin.programme_id, entry.digest))
    if stored is None:
        stored = Malformed(
            programme_id=origin.programme_id, digest=entry.digest, raw=b"", size=len(entry.raw),
            errors=[fault.wire() for fault in entry.faults], device_id=origin.device_id, received_at=origin.received_at,
        )  # fmt: skip
        session.add(stored)
    is_whole = entry.extent is Extent.WHOLE
    if is_whole:
        stored.raw = stored.raw or raw
    if (is_whole or stored.raw) and stored.position is None:  # those of before positions were given have none either
        stored.position = next_position()[0]
    session.flush()
    return stored.position


@dataclass(frozen=True, slots=True)
class MalformedRow:
    """An entry that could not be read: when it came, from whose phone, why it cannot be read, its bytes, who saw it."""

    digest: str
    received_at: dt.datetime
    raw: bytes
    errors: Sequence[Any]
    device: str
    person: str
    place: str
    seen_at: dt.datetime | None
    size: int
    """Bytes of what came; `raw` is empty where it was not stored."""


def _of(programme_id: str, paths: Sequence[str], *columns: Any) -> Select[*tuple[Any, ...]]:
    """Of a programme's phones of these places and all under them."""
    return select(*columns).where(Malformed.programme_id == programme_id, is_phone_below(Malformed.device_id, paths))


def find_malformed(session: AnySession, programme_id: str, paths: Sequence[str], *, most: int) -> list[MalformedRow]:
    """The newest `most` unreadable entries of phones of these places; those that nobody has looked at come first."""
    ordered = _of(programme_id, paths, Malformed).order_by(
        Malformed.seen_at.is_not(None), Malformed.received_at.desc(), Malformed.digest
    )
    found = session.scalars(ordered.limit(most)).all()
    phones = phone_names(session, {one.device_id for one in found})
    return [_row(one, phones[one.device_id]) for one in found]


def _row(one: Malformed, phone: PhoneName) -> MalformedRow:
    arrival = one.digest, one.received_at, one.raw, one.errors
    return MalformedRow(*arrival, phone.name, phone.person, phone.place, one.seen_at, one.size or len(one.raw))


def count_unseen(session: AnySession, programme_id: str, paths: Sequence[str]) -> int:
    """How many unreadable entries of phones of these places nobody has looked at."""
    chosen = _of(programme_id, paths, func.count(Malformed.digest)).where(Malformed.seen_at.is_(None))
    return session.scalar(chosen) or 0


def mark_seen(
    session: AnySession, programme_id: str, paths: Sequence[str], digest: str, *, by: uuid.UUID, now: dt.datetime
) -> bool:
    """Notes who has looked at one; who was first stays. False when there is none of that name in these places."""
    if session.scalar(_of(programme_id, paths, Malformed.digest).where(Malformed.digest == digest)) is None:
        return False
    unseen = (Malformed.programme_id == programme_id, Malformed.digest == digest, Malformed.seen_at.is_(None))
    session.execute(update(Malformed).where(*unseen).values(seen_at=now, seen_by=by))
    return True
