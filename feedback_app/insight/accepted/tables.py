"""What is known of each accepted record of every instrument, as figures need it, and what is to be counted anew."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base


class AcceptedRecord(Base, kw_only=True):
    """An accepted record in its coarse place. Its facts are the ledger's. Gone when it is no longer accepted."""

    __tablename__ = "insight_record"
    __table_args__ = (
        Index("ix_insight_record_count", "programme_id", "place_path", "month"),
        Index("ix_insight_record_rule", "programme_id", "rule"),
    )

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    rev: Mapped[int]
    hidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Somebody asked to take it back: it counts nowhere until the desk has decided."""
    accepted_at: Mapped[dt.datetime]
    rule: Mapped[str] = mapped_column(String(80))
    """What of the programme's rule and of the meanings of questions it depends on: with another it is outdated."""
    speaker: Mapped[str] = mapped_column(String(20))
    """Who speaks in it (`voices.Speaker`)."""
    place_code: Mapped[str] = mapped_column(String(40))
    """Already coarse: what may be shown."""
    place_path: Mapped[str] = mapped_column(String(400))
    month: Mapped[str] = mapped_column(String(10))
    """`2026-11`: when it was recorded."""
    project_id: Mapped[str | None] = mapped_column(String(80), default=None)
    """The project that it is about."""
    voice: Mapped[str] = mapped_column(String(32))
    """The same for records that count as one voice (`voices.voice_of`)."""


class PendingRecord(Base, kw_only=True):
    """A record of which something changed that decides whether it is accepted, and as what. Triggers write it; deleted
    once that was looked at. A record may have several."""

    __tablename__ = "insight_pending"
    __table_args__ = (Index("ix_insight_pending_programme", "programme_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[uuid.UUID]


class OutdatedCount(Base, kw_only=True):
    """A place and month whose accepted records have changed since they were counted."""

    __tablename__ = "insight_outdated"

    programme_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    place_path: Mapped[str] = mapped_column(String(400), primary_key=True)
    month: Mapped[str] = mapped_column(String(10), primary_key=True)


class MonthCount(Base, kw_only=True):
    """The exact counts of a coarse place in a month (`counting.Count`). Not to be shown to anyone as they are."""

    __tablename__ = "insight_count"

    programme_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    place_path: Mapped[str] = mapped_column(String(400), primary_key=True)
    month: Mapped[str] = mapped_column(String(10), primary_key=True)
    place_code: Mapped[str] = mapped_column(String(40))
    counts: Mapped[bytes] = mapped_column(LargeBinary)
