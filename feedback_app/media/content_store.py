"""Look-ups of contents, and of which entries speak of them, for the packages after this one.

Some answer with a clause or a subquery that the statement of another package takes in, so that the database joins the
two in one statement.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    SQLColumnExpression,
    Subquery,
    and_,
    exists,
    func,
    select,
)

from feedback_app.base.db import AnySession
from feedback_app.media.tables import Media, MediaUse, Upload

_SAME_CONTENT = and_(Media.programme_id == MediaUse.programme_id, Media.sha256 == MediaUse.sha256)


@dataclass(frozen=True, slots=True)
class Content:
    """A content that is stored whole."""

    programme_id: str
    sha256: str
    bytes: int
    received_at: dt.datetime


def contents(session: AnySession) -> Iterator[tuple[str, str]]:
    """(programme, hash) of every stored content."""
    rows = session.execute(select(Media.programme_id, Media.sha256).execution_options(yield_per=5000))
    yield from ((programme, sha256) for programme, sha256 in rows)


def first_contents(session: AnySession, *, limit: int) -> list[tuple[str, str]]:
    """(programme, hash) of some stored contents, those that came first."""
    chosen = select(Media.programme_id, Media.sha256).order_by(Media.received_at).limit(limit)
    return [(programme, sha256) for programme, sha256 in session.execute(chosen)]


def contents_of_type(session: AnySession, kind: str, *, programme: str | None = None) -> list[Content]:
    """The contents of a media type, of every programme or of one, the oldest first."""
    chosen = select(Media.programme_id, Media.sha256, Media.bytes, Media.received_at).where(Media.type == kind)
    if programme is not None:
        chosen = chosen.where(Media.programme_id == programme)
    return [Content(*row) for row in session.execute(chosen.order_by(Media.received_at))]


def is_stored(session: AnySession, programme_id: str, sha256: str) -> bool:
    """Whether a content is (still) stored."""
    return session.get(Media, (programme_id, sha256)) is not None


def is_stored_anywhere(session: AnySession, sha256: str, kind: str) -> bool:
    """Whether any programme has this content of this media type."""
    mine = select(Media.sha256).where(Media.sha256 == sha256, Media.type == kind)
    return session.execute(mine.limit(1)).first() is not None


def stored_and_safe(session: AnySession, programme_id: str, hashes: Collection[str]) -> dict[str, bool]:
    """Of these contents, those that are stored, and whether each is in a proven backup."""
    chosen = select(Media.sha256, Media.safe).where(Media.programme_id == programme_id, Media.sha256.in_(hashes))
    return dict(session.execute(chosen).all())


def sender_of(session: AnySession, programme_id: str, sha256: str, kind: str) -> uuid.UUID | None:
    """The phone that uploaded a content of this media type last; None when that is no longer known."""
    mine = Upload.programme_id == programme_id, Upload.sha256 == sha256, Upload.type == kind
    return session.scalars(select(Upload.device_id).where(*mine).order_by(Upload.created_at.desc()).limit(1)).first()


def is_spoken_of(session: AnySession, programme_id: str, sha256: str) -> bool:
    """Whether an entry of the programme speaks of a content."""
    mine = select(MediaUse.rev).where(MediaUse.programme_id == programme_id, MediaUse.sha256 == sha256)
    return session.execute(mine.limit(1)).first() is not None


def missing_bytes(session: AnySession, programme_id: str) -> dict[uuid.UUID, int]:
    """Of each phone: how many bytes of the contents that it spoke of are not here."""
    lacking = select(MediaUse.device_id, func.sum(MediaUse.bytes)).outerjoin(Media, _SAME_CONTENT)
    mine = MediaUse.programme_id == programme_id, MediaUse.safe.is_(False), Media.sha256.is_(None)
    rows = session.execute(lacking.where(*mine).group_by(MediaUse.device_id))
    return {device: int(size) for device, size in rows}


def type_of(programme_id: SQLColumnExpression[Any], sha256: SQLColumnExpression[Any]) -> ScalarSelect[str | None]:
    """In a statement on other rows: the media type of the content that they name; NULL when it is not stored."""
    same = Media.programme_id == programme_id, Media.sha256 == sha256
    return select(Media.type).where(*same).correlate_except(Media).scalar_subquery()


def is_sound(programme_id: SQLColumnExpression[Any], sha256: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """In a statement on other rows: whether the content that they name is stored and is a sound."""
    same = Media.programme_id == programme_id, Media.sha256 == sha256, Media.type.like("audio/%")
    return exists().where(*same).correlate_except(Media)


def speaks_of_media(device_id: SQLColumnExpression[Any], programme_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """In another statement: whether an entry of this phone in this programme names a content."""
    return exists().where(MediaUse.device_id == device_id, MediaUse.programme_id == programme_id)


def revisions_speaking(programme_id: str, sha256: str) -> Subquery:
    """(programme_id, record_id, rev) of each time that an entry of the programme speaks of a content."""
    mine = MediaUse.programme_id == programme_id, MediaUse.sha256 == sha256
    return select(MediaUse.programme_id, MediaUse.record_id, MediaUse.rev).where(*mine).subquery()


def revisions_not_safe(programme_id: BindParameter[str], device_id: BindParameter[uuid.UUID] | None = None) -> Subquery:
    """(programme_id, record_id, rev, device_id) of entries that speak of a content which is in no proven backup; of one
    phone or of all."""
    columns = MediaUse.programme_id, MediaUse.record_id, MediaUse.rev, MediaUse.device_id
    chosen = select(*columns).where(MediaUse.programme_id == programme_id, MediaUse.safe.is_(False))
    return (chosen if device_id is None else chosen.where(MediaUse.device_id == device_id)).subquery()
