"""Every select on backups and on what is safe."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, Uuid, bindparam, delete, func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from feedback_app.base import clock
from feedback_app.base.db import AnySession
from feedback_app.base.look_up import look_up
from feedback_app.ledger import backup_position
from feedback_app.ledger.erasure import Tombstone, tombstones
from feedback_app.media.content_store import missing_bytes, revisions_not_safe
from feedback_app.media.refusal_store import refusals
from feedback_app.media.store import mark_safe
from feedback_app.safe.tables import Backup


def erasures_of(engine: Engine) -> list[dict[str, Any]]:
    """Every tombstone of a database, as the folder of backups keeps them; none of one that cannot be read."""
    try:
        with Session(engine) as session:
            return [tombstone_line(one) for one in tombstones(session)]
    except DatabaseError:
        return []


def refusals_of(engine: Engine) -> list[tuple[str, str, str]]:
    """(programme, record, hash) of every content whose use was refused; none of a database that cannot be read."""
    try:
        with Session(engine) as session:
            return refusals(session)
    except DatabaseError:
        return []


def tombstone_line(one: Tombstone) -> dict[str, Any]:
    """A tombstone as the folder of backups keeps it."""
    return {
        "programme": one.programme_id, "record": str(one.record_id), "at": clock.iso(one.at), "reason": one.reason,
        "by": one.by, "media": one.media, "owner": one.owner,
        "known_as": str(one.known_as) if one.known_as else None,
    }  # fmt: skip


def tombstone(note: Mapping[str, Any], now: dt.datetime) -> Tombstone:
    """The tombstone of a note in the folder of backups, for a database in which its record is erased `now`."""
    return Tombstone(
        programme_id=note["programme"], record_id=uuid.UUID(note["record"]), at=now, reason=note["reason"],
        by=note["by"], owner=note.get("owner"), media=note.get("media"),
        known_as=uuid.UUID(note["known_as"]) if note.get("known_as") else None,
    )  # fmt: skip


def move_safe(session: AnySession, positions: Mapping[str, int], contents: Sequence[tuple[str, str]]) -> None:
    """Marks as safe everything up to these positions, and these contents: they are in a proven backup. Never moves
    back."""
    backup_position.move_safe(session, positions)
    by_programme: dict[str, list[str]] = {}
    for programme, sha256 in contents:
        by_programme.setdefault(programme, []).append(sha256)
    for programme, hashes in by_programme.items():
        mark_safe(session, programme, hashes)


_FIRST_NOT_SAFE = backup_position.first_position(
    revisions_not_safe(bindparam("programme"), bindparam("device", type_=Uuid())), upto=bindparam("upto")
)


_FIRSTS_NOT_SAFE = backup_position.first_positions(revisions_not_safe(bindparam("programme")), upto=bindparam("upto"))


def safe_for(session: AnySession, programme: str, device_id: uuid.UUID) -> int:
    """Up to which position all that this phone delivered is safe, its photos and voices included.

    A photo that comes after the backup holds back the safe position of its own phone, nobody else's.
    """
    everyone = backup_position.safe_position(session, programme)
    if not everyone:
        return 0
    first = look_up(session, _FIRST_NOT_SAFE, programme=programme, device=device_id, upto=everyone)[0][0]
    return everyone if first is None else int(first) - 1


def delivered_positions(
    session: AnySession, programme: str, devices: Collection[uuid.UUID]
) -> dict[uuid.UUID, tuple[int, int, int]]:
    """Of each of these phones: the last position of what it delivered, up to which position that is safe (see
    `safe_for`), and the bytes of the photos and voices that its entries name and that are not here."""
    lasts = backup_position.last_position_by_device(session, programme, devices)
    missing = missing_bytes(session, programme)
    everyone = backup_position.safe_position(session, programme)
    firsts = look_up(session, _FIRSTS_NOT_SAFE, programme=programme, upto=everyone)
    safe = {device: int(first) - 1 for device, first in firsts}
    return {device: (last, safe.get(device, everyone), missing.get(device, 0)) for device, last in lasts.items()}


def last_backup(session: AnySession, *, ok: bool) -> Backup | None:
    """The last try that ended well, or that did not. In the order of trying: the clock may have jumped."""
    chosen = select(Backup).where(Backup.ok.is_(True) if ok else Backup.ok.is_not(True))
    return session.scalars(chosen.order_by(Backup.n.desc(), Backup.id.desc()).limit(1)).first()


def next_n(session: AnySession) -> int:
    """The number of the next try."""
    return int(session.scalar(select(func.max(Backup.n))) or 0) + 1


def runs(session: AnySession, limit: int = 20) -> Sequence[Backup]:
    """The newest tries."""
    return session.scalars(select(Backup).order_by(Backup.n.desc(), Backup.id.desc()).limit(limit)).all()


def delete_old_runs(session: AnySession, *, keep: int) -> None:
    """Deletes tries that nobody will ask about: all but the last `keep`, however old they are by the clock."""
    oldest = session.scalar(select(func.max(Backup.n))) or 0
    session.execute(delete(Backup).where(Backup.n <= oldest - keep))
