"""Cases and the decisions on them."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base


class Case(Base, kw_only=True):
    """The state of a record at the Lab, and what the queue shows of it. One per record."""

    __tablename__ = "review_case"
    __table_args__ = (
        Index("ix_review_case_queue", "programme_id", "state", "position"),
        Index("ix_review_case_place", "programme_id", "place_path"),
    )

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    rev: Mapped[int]
    """The revision the state speaks of."""
    position: Mapped[int] = mapped_column(BigInteger)
    """Of that revision in the ledger: the queue's order."""
    instrument: Mapped[str] = mapped_column(String(60))
    place_code: Mapped[str] = mapped_column(String(40))
    place_path: Mapped[str] = mapped_column(String(400))
    author_id: Mapped[uuid.UUID | None]
    received_at: Mapped[dt.datetime]
    decided_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    summary: Mapped[str] = mapped_column(String(300), default="")
    search: Mapped[str] = mapped_column(default="")
    """Folded text of summary, place and answers, for the queue's search."""


class Decision(Base, kw_only=True):
    """What a reviewer decided about a case: appended, never changed. Undoing is another decision."""

    __tablename__ = "review_decision"
    __table_args__ = (Index("ix_review_decision_record", "programme_id", "record_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    record_id: Mapped[uuid.UUID]
    rev: Mapped[int]
    action: Mapped[str] = mapped_column(String(20))
    """accept | reject | ask | reopen | release …"""
    before: Mapped[str] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(40), default=None)
    message: Mapped[str | None] = mapped_column(default=None)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]


class Reading(Base, kw_only=True):
    """The first time that somebody at the Lab opened a revision that waited."""

    __tablename__ = "review_reading"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    rev: Mapped[int] = mapped_column(primary_key=True)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]
