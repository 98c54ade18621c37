"""Every select on hand-carried files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select

from feedback_app.base.db import AnySession
from feedback_app.carry.tables import CarriedFile
from feedback_app.media.content_store import contents_of_type
from feedback_app.media.tus import BUNDLE


def waiting(session: AnySession, programme: str | None = None) -> list[tuple[str, str, int]]:
    """(programme, hash, bytes) of files that phones have relayed and that were not imported yet, the oldest first."""
    relayed_files = contents_of_type(session, BUNDLE, programme=programme)
    # It may be of another programme than its carrier's, and may have been here before.
    relayed = select(CarriedFile.sha256, func.max(CarriedFile.brought_at)).where(CarriedFile.how == "relay")
    mine = relayed.where(CarriedFile.sha256.in_({one.sha256 for one in relayed_files})).group_by(CarriedFile.sha256)
    taken = dict(session.execute(mine).all()) if relayed_files else {}
    fresh = [one for one in relayed_files if one.sha256 not in taken or taken[one.sha256] < one.received_at]
    return [(one.programme_id, one.sha256, one.bytes) for one in fresh]


def newest(session: AnySession, sha256: str) -> CarriedFile | None:
    """The newest import of a file."""
    mine = select(CarriedFile).where(CarriedFile.sha256 == sha256)
    return session.scalars(mine.order_by(CarriedFile.brought_at.desc()).limit(1)).first()


def files(session: AnySession, programmes: Collection[str], limit: int = 100) -> Sequence[CarriedFile]:
    """The newest files of these programmes."""
    mine = select(CarriedFile).where(CarriedFile.programme_id.in_(programmes))
    return session.scalars(mine.order_by(CarriedFile.brought_at.desc()).limit(limit)).all()


def set_aside(session: AnySession) -> Sequence[CarriedFile]:
    """Those whose file is still stored."""
    return session.scalars(select(CarriedFile).where(CarriedFile.aside)).all()


def delete_before(session: AnySession, before: dt.datetime) -> None:
    """Deletes the outcomes of files that nobody will ask about."""
    session.execute(delete(CarriedFile).where(CarriedFile.brought_at < before, CarriedFile.aside.is_(False)))
