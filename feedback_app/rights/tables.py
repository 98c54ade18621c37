"""What was deleted because its time was over, and breaches of personal data."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base, Json
from feedback_app.base.ids import new_id


class RetentionRun(Base, kw_only=True):
    """One run that deleted something of a programme."""

    __tablename__ = "retention_run"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    at: Mapped[dt.datetime]
    deleted: Mapped[Json]
    """How many of each kind."""


class Breach(Base, kw_only=True):
    """Something that happened to people's data; nothing of the words themselves."""

    __tablename__ = "breach"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    noticed_at: Mapped[dt.datetime]
    noted_at: Mapped[dt.datetime]
    noted_by: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(String(2000))
    affected: Mapped[str] = mapped_column(String(1000))
    """Whose data, and about how many people."""
    authority_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When the authority was informed."""
    informed: Mapped[str] = mapped_column(String(1000), default="")
    """Who was informed, and how; or why nobody had to be."""
