"""Weak signals by week, and what the desk did with them."""

from __future__ import annotations

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base
from feedback_app.portfolio.signals.states import SignalState

EVERYWHERE = ""
"""The path of all places together."""


class SignalDigest(Base, kw_only=True):
    """A week that was compared with those before it."""

    __tablename__ = "signal_digest"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    week: Mapped[dt.date] = mapped_column(primary_key=True)
    """Its Monday, by the clocks of the programme."""
    compared: Mapped[int]
    """How many things were compared: the fewer signals among them, the more of those are chance."""
    made_at: Mapped[dt.datetime]


class WeakSignal(Base, kw_only=True):
    """Something that was spoken of more often in a week than before."""

    __tablename__ = "weak_signal"
    __table_args__ = (Index("ix_weak_signal_week", "programme_id", "week"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    week: Mapped[dt.date]
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(80))
    place_path: Mapped[str] = mapped_column(String(400))
    """`EVERYWHERE`, or a place's."""
    voices: Mapped[int]
    voices_before: Mapped[int]
    expected: Mapped[float] = mapped_column(sa.Double())
    p: Mapped[float] = mapped_column(sa.Double())
    state: Mapped[str] = mapped_column(String(20), default=SignalState.OPEN, server_default=SignalState.OPEN)
    reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    decided_at: Mapped[dt.datetime | None] = mapped_column(default=None)
