"""Every select on backups and on what is safe."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, Uuid, bindparam, delete, func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from feedback_app.base import clock
from feedback_app.base.db import AnySession, look_up
from feedback_app.ledger import backup_position
from feedback_app.ledger.erasure import Tombstone, tombstones
from feedback_app.media.content_store import missing_bytes, revisions_not_safe
from feedback_app.media.store import mark_safe
from feedback_app.safe.tables import Backup


def erasures_of(engine: Engine) -> list[dict[str, Any]]:
    """Every tombstone of a database, as the folder of backups keeps them; none of one that cannot be read."""
    try:
        with Session(engine) as session:
            return [tombstone_line(one) for one in tombstones(session)]
    except DatabaseError:
        return []


def tombstone_line(one: Tombstone) -> dict[str, Any]:
    """A tombstone as the folder of backups keeps it."""
    return {
        "programme": one.programme_id, "record": str(one.record_id), "at": clock.iso(one.at), "reason": one.reason,
        "by": one.by, "media": one.media, "owner": one.owner,
        "known_as": str(one.known_as) if one.known_as else None,
    }  # fmt: skip


def tombstone(told: Mapping[str, Any], now: dt.datetime) -> Tombstone:
    """What the folder of backups keeps of one, for a database in which its record is erased `now`."""
    return Tombstone(
        programme_id=told["programme"], record_id=uuid.UUID(told["record"]), at=now, reason=told["reason"],
        by=told["by"], owner=told.get("owner"), media=told.get("media"),
        known_as=uuid.UUID(told["known_as"]) if told.get("known_as") else None,
    )  # fmt: skip


def move_safe(session: AnySession, places: Mapping[str, int], held: Sequence[tuple[str, str]]) -> None:
    """Says that everything up to these places is in a proven backup, and these contents too. Never moves back."""
    backup_position.move_safe(session, places)
    by_programme: dict[str, list[str]] = {}
    for programme, sha256 in held:
        by_programme.setdefault(programme, []).append(sha256)
    for programme, hashes in by_programme.items():
        mark_safe(session, programme, hashes)


_FIRST_NOT_SAFE = backup_position.first_position(
    revisions_not_safe(bindparam("programme"), bindparam("device", type_=Uuid())), upto=bindparam("upto")
)


def safe_for(session: AnySession, programme: str, device_id: uuid.UUID) -> int:
    """Up to which place all that this phone brought is safe, its photos and voices included.

    A photo that comes after the backup holds back the places of its own phone, nobody else's.
    """
    everyone = backup_position.safe_position(session, programme)
    if not everyone:
        return 0
    first = look_up(session, _FIRST_NOT_SAFE, programme=programme, device=device_id, upto=everyone).scalar_one()
    return everyone if first is None else int(first) - 1


def delivered(session: AnySession, programme: str) -> dict[uuid.UUID, tuple[int, int, int]]:
    """Of each phone: the last place of what it brought, up to which place that is safe (see `safe_for`), and the bytes
    of the photos and voices that it spoke of and that are not here."""
    lasts, missing = backup_position.last_position_by_device(session, programme), missing_bytes(session, programme)
    return {
        device: (last, safe_for(session, programme, device), missing.get(device, 0)) for device, last in lasts.items()
    }


def last(session: AnySession, *, ok: bool) -> Backup | None:
    """The last try that ended well, or that did not. In the order of trying: the clock may have jumped."""
    chosen = select(Backup).where(Backup.ok.is_(True) if ok else Backup.ok.is_not(True))
    return session.scalars(chosen.order_by(Backup.n.desc(), Backup.id.desc()).limit(1)).first()


def next_n(session: AnySession) -> int:
    """Where the next try stands in the order."""
    return int(session.scalar(select(func.max(Backup.n))) or 0) + 1


def runs(session: AnySession, limit: int = 20) -> Sequence[Backup]:
    """The newest tries."""
    return session.scalars(select(Backup).order_by(Backup.n.desc(), Backup.id.desc()).limit(limit)).all()


def delete_old_runs(session: AnySession, *, keep: int) -> None:
    """Forgets tries that nobody will ask about: all but the last `keep`, however old the clock says they are."""
    oldest = session.scalar(select(func.max(Backup.n))) or 0
    session.execute(delete(Backup).where(Backup.n <= oldest - keep))
