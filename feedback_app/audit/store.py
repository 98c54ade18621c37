"""Every select on what was noted, and the statements that chain it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, text, update

from feedback_app.audit.hash_chain import Head
from feedback_app.audit.tables import AuditEvent, AuditMark
from feedback_app.base.db import AnySession

_LOCK = text("select pg_advisory_xact_lock(hashtext('echo audit'))")


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it was noted."""

    id: uuid.UUID
    at: dt.datetime
    event: str
    programme_id: str | None
    actor_kind: str
    actor_id: str | None
    network: str | None
    about: str | None
    details: str
    request_id: str | None
    position: int | None
    previous: str | None
    hash: str | None


_COLUMNS = [getattr(AuditEvent, name) for name in StoredEvent.__slots__]


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events a list has. `programmes` None: of all, and of the installation; else also what `people` did, or was
    done about them, that is of no programme, as signing in."""

    programmes: Collection[str] | None = None
    people: Collection[str] = ()
    event: str | None = None
    actor: str | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    before: uuid.UUID | None = None
    """Only events older than this one: where the page before ended."""

    def where(self) -> Iterator[ColumnElement[bool]]:
        if self.programmes is not None:
            about = [f"person:{one}" for one in self.people]
            theirs = or_(AuditEvent.actor_id.in_(self.people), AuditEvent.about.in_(about))
            yield or_(AuditEvent.programme_id.in_(self.programmes), and_(AuditEvent.programme_id.is_(None), theirs))
        if self.event:
            yield AuditEvent.event == self.event
        if self.actor:
            yield AuditEvent.actor_id == self.actor
        if self.since:
            yield AuditEvent.at >= self.since
        if self.until:
            yield AuditEvent.at < self.until
        if self.before:
            yield AuditEvent.id < self.before


def events(session: AnySession, chosen: EventFilter, *, limit: int) -> list[StoredEvent]:
    """The newest events that fit."""
    found = select(*_COLUMNS).where(*chosen.where()).order_by(AuditEvent.id.desc()).limit(limit)
    return [StoredEvent(*row) for row in session.execute(found)]


def chained(session: AnySession) -> Iterator[StoredEvent]:
    """All events of the hash chain in their order, streaming."""
    found = select(*_COLUMNS).where(AuditEvent.position.is_not(None)).order_by(AuditEvent.position)
    for row in session.execute(found.execution_options(yield_per=1000)):
        yield StoredEvent(*row)


def event_at(session: AnySession, position: int) -> str | None:
    """The hash of the event at this position; None when there is none."""
    return session.scalar(select(AuditEvent.hash).where(AuditEvent.position == position))


def waiting(session: AnySession, limit: int) -> list[StoredEvent]:
    """The oldest events that are not in the hash chain yet."""
    found = select(*_COLUMNS).where(AuditEvent.position.is_(None)).order_by(AuditEvent.id).limit(limit)
    return [StoredEvent(*row) for row in session.execute(found)]


def number_waiting(session: AnySession) -> int:
    """How many events are not in the hash chain yet."""
    return session.scalar(select(func.count()).where(AuditEvent.position.is_(None))) or 0


def lock_chain(session: AnySession) -> None:
    """Until commit nobody else lengthens or cuts the hash chain. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_LOCK)


def mark(session: AnySession, name: str) -> Head | None:
    """An end of the hash chain; None while there is none."""
    found = session.execute(select(AuditMark.position, AuditMark.hash).where(AuditMark.name == name)).first()
    return Head(*found) if found else None


def set_mark(session: AnySession, name: str, head: Head, now: dt.datetime) -> None:
    """Moves an end of the hash chain."""
    session.merge(AuditMark(name=name, position=head.position, hash=head.hash, at=now))
    session.flush()


def place(session: AnySession, event: uuid.UUID, *, previous: str, head: Head) -> None:
    """Gives an event its place in the hash chain."""
    session.execute(
        update(AuditEvent)
        .where(AuditEvent.id == event)
        .values(position=head.position, previous=previous, hash=head.hash)
        .execution_options(synchronize_session=False)
    )


def last_before(session: AnySession, moment: dt.datetime) -> Head | None:
    """The last event of the unbroken row of oldest ones that are all from before a moment."""
    younger = select(func.min(AuditEvent.position)).where(AuditEvent.at >= moment).scalar_subquery()
    end = func.coalesce(younger, 1 << 62)
    found = (
        select(AuditEvent.position, AuditEvent.hash)
        .where(AuditEvent.position < end)
        .order_by(AuditEvent.position.desc())
        .limit(1)
    )
    row = session.execute(found).first()
    return Head(int(row[0] or 0), str(row[1])) if row else None


def delete_to(session: AnySession, position: int) -> int:
    """Deletes the events up to this position, which the mark `cut` must allow. Returns how many."""
    gone = session.execute(
        delete(AuditEvent).where(AuditEvent.position <= position).execution_options(synchronize_session=False)
    )
    return int(getattr(gone, "rowcount", 0))
