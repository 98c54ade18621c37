"""Replies to places."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base, Json


class Reply(Base, kw_only=True):
    """What a place, theme or project is answered: what was heard, what was done about it. Never deleted; one that is
    withdrawn is on no phone and no page."""

    __tablename__ = "portfolio_reply"
    __table_args__ = (
        Index("ix_portfolio_reply_state", "programme_id", "state"),
        Index("ix_portfolio_reply_bourse_project", "bourse_project_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    place_code: Mapped[str | None] = mapped_column(String(40), default=None)
    """Alone: this place. With a theme or project: this place of it."""
    theme_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    project_id: Mapped[str | None] = mapped_column(String(80), default=None)
    bourse_project_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """With `milestone_key`: a milestone of this project of the exchange, which comes after this package. Its places are
    those that were named when the milestone was noted as done."""
    milestone_key: Mapped[str | None] = mapped_column(String(20), default=None)
    title: Mapped[str] = mapped_column(default="", server_default="")
    """What a reply about a milestone is called: its project."""
    heard: Mapped[str]
    deed: Mapped[str]
    ask_on: Mapped[dt.date | None] = mapped_column(default=None)
    """From this day on the places are asked whether it is so."""
    sound: Mapped[str | None] = mapped_column(String(64), default=None)
    """SHA-256 of the recording, as every phone plays it."""
    sound_bytes: Mapped[int | None] = mapped_column(default=None)
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[uuid.UUID]
    """Drawn anew whenever anything of it changes: what is published is what was read, and pages know that it is new."""
    follows: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """The reply that it takes the place of once it is published."""
    reached: Mapped[Json]
    """The places whose phones have it: their paths by their codes."""
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[dt.datetime]
    published_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    published_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    ended_at: Mapped[dt.datetime | None] = mapped_column(default=None)


class ReplyAnswer(Base, kw_only=True):
    """Whether what a reply says is so, by one person: the latest that they sent, from whatever phone."""

    __tablename__ = "portfolio_reply_answer"
    __table_args__ = (Index("ix_portfolio_reply_answer_record", "programme_id", "record_id"),)

    reply_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("portfolio_reply.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    record_id: Mapped[uuid.UUID]
    position: Mapped[int] = mapped_column(BigInteger)
    """Of its entry in the ledger."""
    fulfilled: Mapped[str] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(default="")
    voice: Mapped[str | None] = mapped_column(String(64), default=None)
    place_code: Mapped[str] = mapped_column(String(40))
    at: Mapped[dt.datetime]
    """When it arrived."""


class EarlierAnswer(Base, kw_only=True):
    """A record with an answer of which the same person has sent a later one: it counts no more, and its time will be
    over too."""

    __tablename__ = "portfolio_reply_earlier"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
