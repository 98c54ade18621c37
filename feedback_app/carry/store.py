"""Every select on hand-carried files."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import and_, delete, func, or_, select

from feedback_app.base.db import AnySession
from feedback_app.carry.tables import CarriedFile
from feedback_app.ledger.tables import Counter, Erasure
from feedback_app.media.tables import Media, MediaUse, Upload
from feedback_app.media.tus import BUNDLE


def waiting(session: AnySession, programme: str | None = None) -> list[tuple[str, str, int]]:
    """(programme, hash, bytes) of files that phones have passed on and that were not taken in yet, the oldest first."""
    # It may be of another programme than its carrier's, and may have been here before.
    taken = and_(
        CarriedFile.sha256 == Media.sha256, CarriedFile.how == "relay", CarriedFile.brought_at >= Media.received_at
    )
    chosen = select(Media.programme_id, Media.sha256, Media.bytes).outerjoin(CarriedFile, taken)
    chosen = chosen.where(Media.type == BUNDLE, CarriedFile.id.is_(None)).order_by(Media.received_at)
    if programme is not None:
        chosen = chosen.where(Media.programme_id == programme)
    return [(one, sha256, size) for one, sha256, size in session.execute(chosen)]


def carrier(session: AnySession, programme: str, sha256: str) -> uuid.UUID | None:
    """The phone that passed a file on; None when that is no longer known."""
    mine = Upload.programme_id == programme, Upload.sha256 == sha256, Upload.type == BUNDLE
    return session.scalars(select(Upload.device_id).where(*mine).order_by(Upload.created_at.desc()).limit(1)).first()


def is_spoken_of(session: AnySession, programme: str, sha256: str) -> bool:
    """Whether an entry of the programme speaks of a content."""
    mine = select(MediaUse.rev).where(MediaUse.programme_id == programme, MediaUse.sha256 == sha256)
    return session.execute(mine.limit(1)).first() is not None


def media_held(session: AnySession, programme: str, hashes: Collection[str]) -> dict[str, bool]:
    """Of these contents, those that are held, and whether each is in a proven backup."""
    chosen = select(Media.sha256, Media.safe).where(Media.programme_id == programme, Media.sha256.in_(hashes))
    return dict(session.execute(chosen).all())


def newest(session: AnySession, sha256: str) -> CarriedFile | None:
    """What came of a file when it was brought in last."""
    mine = select(CarriedFile).where(CarriedFile.sha256 == sha256)
    return session.scalars(mine.order_by(CarriedFile.brought_at.desc()).limit(1)).first()


def is_here(session: AnySession, sha256: str) -> bool:
    """Whether a file has arrived whole and waits to be taken in."""
    mine = select(Media.sha256).where(Media.sha256 == sha256, Media.type == BUNDLE)
    return session.execute(mine.limit(1)).first() is not None


def safe_place(session: AnySession, programme: str) -> int:
    """Everything up to this place is in a proven backup."""
    return session.scalars(select(Counter.safe).where(Counter.programme_id == programme)).one()


def files(session: AnySession, programmes: Collection[str], limit: int = 100) -> Sequence[CarriedFile]:
    """The newest files of these programmes."""
    mine = select(CarriedFile).where(CarriedFile.programme_id.in_(programmes))
    return session.scalars(mine.order_by(CarriedFile.brought_at.desc()).limit(limit)).all()


def set_aside(session: AnySession) -> Sequence[CarriedFile]:
    """Those whose file is still kept."""
    return session.scalars(select(CarriedFile).where(CarriedFile.aside)).all()


def erased(session: AnySession, programme: str, records: Collection[uuid.UUID]) -> bool:
    """Whether any of these records was erased."""
    named = or_(Erasure.record_id.in_(records), Erasure.known_as.in_(records))
    mine = Erasure.programme_id == programme, named
    return bool(session.scalar(select(func.count()).select_from(Erasure).where(*mine)))


def forget_content(session: AnySession, sha256: str) -> list[tuple[str, str]]:
    """Forgets that a file is held. (programme, hash) of what is to be removed once this is committed."""
    mine = Media.sha256 == sha256, Media.type == BUNDLE
    gone = [
        (programme, name) for programme, name in session.execute(select(Media.programme_id, Media.sha256).where(*mine))
    ]
    session.execute(delete(Media).where(*mine))
    session.execute(delete(Upload).where(Upload.sha256 == sha256, Upload.type == BUNDLE))
    return gone


def forget_before(session: AnySession, before: dt.datetime) -> None:
    """Forgets what came of files that nobody will ask about."""
    session.execute(delete(CarriedFile).where(CarriedFile.brought_at < before, CarriedFile.aside.is_(False)))
