"""What was noted, in the order in which it was chained."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BigInteger, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base
from feedback_app.base.ids import new_id

_WAITING = "position IS NULL"


class AuditEvent(Base, kw_only=True):
    """One event. The database refuses to change or delete it, but to give it its place in the hash chain, once."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_waiting", "id", sqlite_where=text(_WAITING), postgresql_where=text(_WAITING)),
        Index("ix_audit_event_programme_position", "programme_id", "position"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    at: Mapped[dt.datetime]
    event: Mapped[str] = mapped_column(String(40))
    """One of `schemas/vocabulary/audit_events.csv`."""
    programme_id: Mapped[str | None] = mapped_column(String(60), default=None)
    """No foreign key, nor any other: what was noted of something outlives it."""
    actor_kind: Mapped[str] = mapped_column(String(12))
    actor_id: Mapped[str | None] = mapped_column(String(64), default=None)
    network: Mapped[str | None] = mapped_column(String(50), default=None)
    about: Mapped[str | None] = mapped_column(String(160), default=None)
    """What it is about, as `kind:id`."""
    details: Mapped[str] = mapped_column(Text, default="{}")
    """A JSON object of codes, ids and numbers, never of people's words."""
    request_id: Mapped[str | None] = mapped_column(String(32), default=None)
    position: Mapped[int | None] = mapped_column(BigInteger, unique=True, default=None)
    """In the hash chain; None until the job `audit` has chained it."""
    previous: Mapped[str | None] = mapped_column(String(64), default=None)
    hash: Mapped[str | None] = mapped_column(String(64), default=None)


class AuditMark(Base, kw_only=True):
    """An end of the hash chain: `head`, or `cut`, up to which events were deleted when their time was over."""

    __tablename__ = "audit_mark"

    name: Mapped[str] = mapped_column(String(10), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[dt.datetime]
