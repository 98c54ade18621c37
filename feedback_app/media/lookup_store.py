"""Look-ups of photos and voices for the packages after this one."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, select

from feedback_app.base.db import AnySession
from feedback_app.media.tables import Media, MediaUse


@dataclass(frozen=True, slots=True)
class Medium:
    """A photo or voice that a revision speaks of. `state` None: not received yet."""

    sha256: str
    question: str
    type: str
    bytes: int
    state: str | None


def records_with(session: AnySession, programme_id: str, sha256: str) -> set[uuid.UUID]:
    """The records of which a revision speaks of this content."""
    mine = MediaUse.programme_id == programme_id, MediaUse.sha256 == sha256
    return set(session.scalars(select(MediaUse.record_id).where(*mine)))


def is_photo_of(session: AnySession, programme_id: str, record_id: uuid.UUID, sha256: str) -> bool:
    """Whether a revision of this record speaks of this photo, and its sizes are made."""
    mine = MediaUse.programme_id == programme_id, MediaUse.record_id == record_id, MediaUse.sha256 == sha256
    stored = and_(Media.programme_id == MediaUse.programme_id, Media.sha256 == MediaUse.sha256)
    ready = Media.state == "ready", Media.type.startswith("image/")
    return session.execute(select(MediaUse.rev).join(Media, stored).where(*mine, *ready).limit(1)).first() is not None


def kinds_of_media(
    session: AnySession, programme_id: str, revisions: Collection[tuple[uuid.UUID, int]]
) -> dict[uuid.UUID, set[str]]:
    """The kinds (`image`, `audio`) of what these revisions of records, one of each record, speak of."""
    mine = MediaUse.programme_id == programme_id, MediaUse.record_id.in_({record for record, _ in revisions})
    found: dict[uuid.UUID, set[str]] = {}
    for record, rev, kind in session.execute(select(MediaUse.record_id, MediaUse.rev, MediaUse.type).where(*mine)):
        if (record, rev) in revisions:
            found.setdefault(record, set()).add(kind.partition("/")[0])
    return found


def records_sharing(
    session: AnySession, programme_id: str, hashes: Collection[str], *, limit: int
) -> dict[uuid.UUID, set[str]]:
    """Some records of which a revision speaks of any of these contents, `limit` of each at most, with those that it
    speaks of."""
    found: dict[uuid.UUID, set[str]] = {}
    for sha256 in hashes:
        mine = MediaUse.programme_id == programme_id, MediaUse.sha256 == sha256
        for record in session.scalars(select(MediaUse.record_id).where(*mine).limit(limit)):
            found.setdefault(record, set()).add(sha256)
    return found


def media_of(session: AnySession, programme_id: str, record_id: uuid.UUID, rev: int) -> list[Medium]:
    """What a revision of a record speaks of, by question."""
    chosen = (
        select(MediaUse.sha256, MediaUse.question, MediaUse.type, MediaUse.bytes, Media.state)
        .outerjoin(Media, and_(Media.programme_id == MediaUse.programme_id, Media.sha256 == MediaUse.sha256))
        .where(MediaUse.programme_id == programme_id, MediaUse.record_id == record_id, MediaUse.rev == rev)
        .order_by(MediaUse.question)
    )
    return [Medium(*row) for row in session.execute(chosen)]
