"""What figures were shown as last."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.insight.figures import session_release
from feedback_app.insight.figures.releasing import ReleasedTable, read, write
from feedback_app.insight.figures.session_release import ReleasedSessions
from feedback_app.insight.figures.tables import Release


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """The tables of a programme as anyone may see them; `at` None: nothing was shown yet."""

    at: dt.datetime | None = None
    tables: Mapping[str, ReleasedTable] = field(default_factory=dict)
    sessions: Mapping[str, ReleasedSessions] = field(default_factory=dict)
    """By path of the place."""


def last_release(session: AnySession, programme_id: str) -> StoredRelease:
    """What was shown last, by name of the table."""
    chosen = select(Release.at, Release.tables, Release.sessions).where(Release.programme_id == programme_id)
    row = session.execute(chosen).first()
    return StoredRelease(row.at, read(row.tables), session_release.read(row.sessions)) if row else StoredRelease()


def shown_at(session: AnySession, programme_id: str) -> dt.datetime | None:
    """When figures were last shown."""
    return session.scalar(select(Release.at).where(Release.programme_id == programme_id))


def replace_release(session: AnySession, programme_id: str, made: StoredRelease, *, at: dt.datetime) -> None:
    """Shows this from now on."""
    tables, sessions = write(made.tables.values()), session_release.write(made.sessions)
    session.merge(Release(programme_id=programme_id, at=at, tables=tables, sessions=sessions))
    session.flush()


def version(session: AnySession) -> str:
    """What is shown of all programmes, in short: the same as long as every figure is."""
    columns = Release.programme_id, Release.at, Release.tables, Release.sessions
    digest = hashlib.sha256()
    for programme, at, tables, sessions in session.execute(select(*columns).order_by(Release.programme_id)):
        digest.update(f"{programme} {at}".encode() + tables + (sessions or b""))
    return digest.hexdigest()
