"""Recorded prompts."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base


class Prompt(Base, kw_only=True):
    """One recording of one part of a form in one language, as the ledger has it. Of several the one of the highest
    position counts whose sound is here, that a coordinator has approved, and that was not withdrawn."""

    __tablename__ = "prompt"
    __table_args__ = (
        Index("ix_prompt_sheet", "programme_id", "instrument", "language"),
        Index("ix_prompt_sha256", "sha256"),
    )

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """The position of its entry in the ledger."""
    record_id: Mapped[uuid.UUID]
    instrument: Mapped[str] = mapped_column(String(60))
    part: Mapped[str] = mapped_column(String(200))
    """See `forms.engine.spoken_parts`."""
    language: Mapped[str] = mapped_column(String(19))
    words: Mapped[str]
    """The form's words when it was recorded."""
    sha256: Mapped[str] = mapped_column(String(64))
    bytes: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[uuid.UUID]
    """The person who recorded it."""
    at: Mapped[dt.datetime]
    """When it arrived."""
    heard: Mapped[bool] = mapped_column(default=False)
    """Its sound is here, so that it can be approved."""
    approved_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    approved_by: Mapped[str | None] = mapped_column(String(200), default=None)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    withdrawn_by: Mapped[str | None] = mapped_column(String(200), default=None)
