"""What arrived as an entry and could not be read as one: looked up for the people who can do something about it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select, update

from feedback_app.base.db import AnySession
from feedback_app.enrol.tables import Device, Person
from feedback_app.ledger.tables import Malformed
from feedback_app.register.tables import Place


@dataclass(frozen=True, slots=True)
class MalformedRow:
    """One such thing: when it came and from whose phone, why it is none, its bytes, who has looked at it."""

    digest: str
    received_at: dt.datetime
    raw: bytes
    errors: Sequence[Any]
    device: str
    person: str
    place: str
    seen_at: dt.datetime | None


def _of(programme_id: str, paths: Sequence[str], *columns: Any) -> Select[*tuple[Any, ...]]:
    """Of a programme's phones of these places and all under them."""
    return (
        select(*columns)
        .join(Device, Device.id == Malformed.device_id)
        .join(Place, Place.code == Device.place_code)
        .where(Malformed.programme_id == programme_id)
        .where(or_(*(func.substr(Place.path, 1, len(path)) == path for path in paths)))
    )


def find_malformed(session: AnySession, programme_id: str, paths: Sequence[str], *, most: int) -> list[MalformedRow]:
    """The newest, what nobody has looked at first."""
    columns = (
        Malformed.digest, Malformed.received_at, Malformed.raw, Malformed.errors, Device.name, Person.name, Place.label,
        Malformed.seen_at,
    )  # fmt: skip
    chosen = _of(programme_id, paths, *columns).join(Person, Person.id == Device.person_id)
    ordered = chosen.order_by(Malformed.seen_at.is_not(None), Malformed.received_at.desc(), Malformed.digest)
    return [MalformedRow(*row) for row in session.execute(ordered.limit(most))]


def count_unseen(session: AnySession, programme_id: str, paths: Sequence[str]) -> int:
    """How many nobody has looked at."""
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
