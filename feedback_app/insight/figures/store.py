"""What figures were shown as last."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.insight.figures.releasing import ReleasedTable, read, write
from feedback_app.insight.figures.tables import Release


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """The tables of a programme as anyone may see them; `at` None: nothing was shown yet."""

    at: dt.datetime | None = None
    tables: Mapping[str, ReleasedTable] = field(default_factory=dict)


def last_release(session: AnySession, programme_id: str) -> StoredRelease:
    """What was shown last, by name of the table."""
    row = session.execute(select(Release.at, Release.tables).where(Release.programme_id == programme_id)).first()
    return StoredRelease(row.at, read(row.tables)) if row else StoredRelease()


def shown_at(session: AnySession, programme_id: str) -> dt.datetime | None:
    """When figures were last shown."""
    return session.scalar(select(Release.at).where(Release.programme_id == programme_id))


def replace_release(
    session: AnySession, programme_id: str, tables: Mapping[str, ReleasedTable], *, at: dt.datetime
) -> None:
    """Shows these tables from now on."""
    session.merge(Release(programme_id=programme_id, at=at, tables=write(tables.values())))
    session.flush()


def version(session: AnySession) -> str:
    """What is shown of all programmes, in short: the same as long as every figure is."""
    stored = session.execute(select(Release.programme_id, Release.at, Release.tables).order_by(Release.programme_id))
    digest = hashlib.sha256()
    for programme, at, tables in stored:
        digest.update(f"{programme} {at}".encode() + tables)
    return digest.hexdigest()
