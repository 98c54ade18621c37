"""Suggestions of the last run of their job, and what people answered."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base, Json


class ThemeSuggestion(Base, kw_only=True):
    """Needs that may belong together, as the last run of the job found them. Only the job writes it."""

    __tablename__ = "theme_suggestion"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    """The same for the same needs, and for no others."""
    kind: Mapped[str] = mapped_column(String(20))
    theme_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """The theme that they are near to; None: it would be a new one."""
    domain: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str | None] = mapped_column(String(60), default=None)
    place_path: Mapped[str] = mapped_column(String(400))
    """The place that all of them are of."""
    voices: Mapped[int]
    needs: Mapped[Json]
    """By name (`need_groups.need_name`): how alike the likest text of the others is, how many say the same."""


class SuggestionDecision(Base, kw_only=True):
    """What somebody answered to a suggestion: appended; undoing it is noted on it."""

    __tablename__ = "theme_suggestion_decision"
    __table_args__ = (Index("ix_theme_suggestion_decision_latest", "programme_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    answer: Mapped[str] = mapped_column(String(20))
    theme_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """The theme that was made, joined, or held not to be the right one."""
    needs: Mapped[Json]
    """Names of those that were shown."""
    chosen: Mapped[Json]
    """Names of those that were put under the theme."""
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]
    undone_at: Mapped[dt.datetime | None] = mapped_column(default=None)
