"""Every select on hand-carried files."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select

from feedback_app.base.db import AnySession
from feedback_app.carry.tables import CarriedFile, CarriedFilePlace
from feedback_app.enrol.permissions import Area
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


def files(session: AnySession, areas: Iterable[Area], me: uuid.UUID, limit: int = 100) -> Sequence[CarriedFile]:
    """The newest files that concern one of these areas, or that this person delivered."""
    visible = or_(*(_concerns(area, me) for area in areas))
    return session.scalars(
        select(CarriedFile).where(visible).order_by(CarriedFile.brought_at.desc()).limit(limit)
    ).all()


def find_file(session: AnySession, file_id: uuid.UUID, areas: Mapping[str, Area], me: uuid.UUID) -> CarriedFile | None:
    """A file that this person may see."""
    file = session.get(CarriedFile, file_id)
    area = areas.get(file.programme_id) if file else None
    if area is None:
        return None
    return session.scalars(select(CarriedFile).where(CarriedFile.id == file_id, _concerns(area, me))).one_or_none()


def _concerns(area: Area, me: uuid.UUID) -> ColumnElement[bool]:
    below = or_(*(func.substr(CarriedFilePlace.place_path, 1, len(path)) == path for path in area.paths))
    concerned = exists().where(CarriedFilePlace.file_id == CarriedFile.id, below)
    return and_(CarriedFile.programme_id == area.programme_id, or_(CarriedFile.person_id == me, concerned))


def insert_places(session: AnySession, file_id: uuid.UUID, paths: Iterable[str]) -> None:
    """Notes which places a file concerns."""
    session.add_all([CarriedFilePlace(file_id=file_id, place_path=path) for path in sorted(paths)])


def set_aside(session: AnySession) -> Sequence[CarriedFile]:
    """Those whose file is still stored."""
    return session.scalars(select(CarriedFile).where(CarriedFile.aside)).all()


def delete_before(session: AnySession, before: dt.datetime) -> None:
    """Deletes the outcomes of files that nobody will ask about."""
    old = CarriedFile.brought_at < before, CarriedFile.aside.is_(False)
    session.execute(delete(CarriedFilePlace).where(CarriedFilePlace.file_id.in_(select(CarriedFile.id).where(*old))))
    session.execute(delete(CarriedFile).where(*old))
