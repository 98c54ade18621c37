"""Every select on backups and on what is safe."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, and_, delete, func, or_, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from feedback_app.base import clock
from feedback_app.base.db import AnySession
from feedback_app.ledger.tables import Counter, Epoch, Erasure, LedgerEntry
from feedback_app.media.tables import Media, MediaUse
from feedback_app.safe.tables import Backup


def epoch(session: AnySession) -> str:
    """The life that this database, or this copy of it, is in."""
    return session.scalars(select(Epoch.id).order_by(Epoch.n.desc()).limit(1)).one()


def positions(session: AnySession) -> dict[str, int]:
    """The last place of each programme."""
    return {one.programme_id: one.last for one in session.scalars(select(Counter))}


def contents(session: AnySession) -> Iterator[tuple[str, str]]:
    """(programme, hash) of every photo and voice that is held."""
    rows = session.execute(select(Media.programme_id, Media.sha256).execution_options(yield_per=5000))
    yield from ((programme, sha256) for programme, sha256 in rows)


def some_contents(session: AnySession, *, limit: int) -> list[tuple[str, str]]:
    """(programme, hash) of some photos and voices that are held, those that came first."""
    chosen = select(Media.programme_id, Media.sha256).order_by(Media.received_at).limit(limit)
    return [(programme, sha256) for programme, sha256 in session.execute(chosen)]


def is_held(session: AnySession, programme: str, sha256: str) -> bool:
    """Whether a content is (still) held."""
    return session.get(Media, (programme, sha256)) is not None


def erasures_of(engine: Engine) -> list[dict[str, Any]]:
    """Every tombstone of a database, as the shelf keeps them; none of one that cannot be read."""
    try:
        with Session(engine) as session:
            return [told(one) for one in erasures(session)]
    except DatabaseError:
        return []


def told(one: Erasure) -> dict[str, Any]:
    """A tombstone as the shelf keeps it."""
    return {
        "programme": one.programme_id, "record": str(one.record_id), "at": clock.iso(one.at), "reason": one.reason,
        "by": one.by, "media": one.media, "owner": one.owner,
        "known_as": str(one.known_as) if one.known_as else None,
    }  # fmt: skip


def erasures(session: AnySession) -> Sequence[Erasure]:
    """Every tombstone."""
    return session.scalars(select(Erasure).order_by(Erasure.at)).all()


def move_safe(session: AnySession, places: Mapping[str, int], held: Sequence[tuple[str, str]]) -> None:
    """Says that everything up to these places is in a proven backup, and these contents too. Never moves back."""
    for programme, place in places.items():
        ahead = Counter.programme_id == programme, Counter.safe < place
        session.execute(update(Counter).where(*ahead).values(safe=place))
    by_programme: dict[str, list[str]] = {}
    for programme, sha256 in held:
        by_programme.setdefault(programme, []).append(sha256)
    for programme, hashes in by_programme.items():
        for start in range(0, len(hashes), 500):
            mine = Media.programme_id == programme, Media.sha256.in_(hashes[start : start + 500]), Media.safe.is_(False)
            session.execute(update(Media).where(*mine).values(safe=True))


def safe_for(session: AnySession, programme: str, device_id: uuid.UUID) -> int:
    """Up to which place all that this phone brought is safe, its photos and voices included.

    A photo that comes after the backup holds back the places of its own phone, nobody else's.
    """
    everyone = session.scalars(select(Counter.safe).where(Counter.programme_id == programme)).one()
    if not everyone:
        return 0
    speaks = and_(
        LedgerEntry.programme_id == MediaUse.programme_id,
        LedgerEntry.record_id == MediaUse.record_id,
        LedgerEntry.rev == MediaUse.rev,
    )
    bare = (
        select(func.min(LedgerEntry.position))
        .select_from(MediaUse)
        .join(LedgerEntry, speaks)
        .outerjoin(Media, and_(Media.programme_id == MediaUse.programme_id, Media.sha256 == MediaUse.sha256))
        .where(
            MediaUse.device_id == device_id, MediaUse.programme_id == programme,
            or_(Media.sha256.is_(None), Media.safe.is_(False)), LedgerEntry.position <= everyone,
        )
    )  # fmt: skip
    first = session.scalar(bare)
    return everyone if first is None else first - 1


def delivered(session: AnySession, programme: str) -> dict[uuid.UUID, tuple[int, int, int]]:
    """Of each phone: the last place of what it brought, up to which place that is safe (see `safe_for`), and the bytes
    of the photos and voices that it spoke of and that are not here."""
    mine = select(LedgerEntry.device_id, func.max(LedgerEntry.position)).where(LedgerEntry.programme_id == programme)
    lasts = session.execute(mine.group_by(LedgerEntry.device_id)).all()
    held = and_(Media.programme_id == MediaUse.programme_id, Media.sha256 == MediaUse.sha256)
    lacking = select(MediaUse.device_id, func.sum(MediaUse.bytes)).outerjoin(Media, held)
    mine = lacking.where(MediaUse.programme_id == programme, Media.sha256.is_(None)).group_by(MediaUse.device_id)
    missing = {device: int(size) for device, size in session.execute(mine)}
    return {device: (last, safe_for(session, programme, device), missing.get(device, 0)) for device, last in lasts}


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


def forget_runs(session: AnySession, *, keep: int) -> None:
    """Forgets tries that nobody will ask about: all but the last `keep`, however old the clock says they are."""
    oldest = session.scalar(select(func.max(Backup.n))) or 0
    session.execute(delete(Backup).where(Backup.n <= oldest - keep))
