"""The codes of records by which anyone may learn how far they came."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base


class Receipt(Base, kw_only=True):
    """One record that may be asked after by its code. Sensitive, unreadable and erased ones have none."""

    __tablename__ = "receipt"
    __table_args__ = (
        Index("ix_receipt_code", "code"),
        Index("ix_receipt_last", "programme_id", "on_phones", "last_at"),
    )

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(10))
    recorded_on: Mapped[dt.date] = mapped_column("said_on")
    """The day of recording: asked when two records have one code."""
    last_at: Mapped[dt.datetime]
    """When its state changed last."""
    on_phones: Mapped[bool]
    """Whether the phones of its place have it."""
