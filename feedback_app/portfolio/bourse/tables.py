"""Projects that seek funding: their words, what changed, how they were scored, what of them is done."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base, Json


class BourseProject(Base, kw_only=True):
    """A project of the exchange. Its words are one document (`project_words`): the public one, and one that waits."""

    __tablename__ = "bourse_project"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    since: Mapped[dt.date | None] = mapped_column(default=None)
    """The day of its last step along the road."""
    words: Mapped[Json] = mapped_column(default_factory=dict)
    """Those that anyone reads; empty until a second person has published some."""
    waiting: Mapped[Json] = mapped_column(default_factory=dict)
    """Those that wait: for their writer, or for a second person; empty where none do."""
    waiting_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """Of these very words: what is published is what was read."""
    waiting_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    waiting_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    is_proposed: Mapped[bool] = mapped_column(default=False)
    """Whether a second person is asked to publish them."""
    created_at: Mapped[dt.datetime]
    created_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))


class BourseChange(Base, kw_only=True):
    """One change of a project: appended, never changed or deleted."""

    __tablename__ = "bourse_change"
    __table_args__ = (Index("ix_bourse_change_project", "project_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bourse_project.id"))
    kind: Mapped[str] = mapped_column(String(20))
    """What was done (`history.ChangeKind`)."""
    before: Mapped[Json]
    after: Mapped[Json]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]


class BourseScoring(Base, kw_only=True):
    """All points that one person gave a project at once, each with its reason. Appended; their last one counts."""

    __tablename__ = "bourse_scoring"
    __table_args__ = (Index("ix_bourse_scoring_project", "project_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bourse_project.id"))
    points: Mapped[Json]
    """{criterion: {level, reason}}"""
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]
    read_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    """Who published its reasons: somebody else than who wrote them."""
    read_at: Mapped[dt.datetime | None] = mapped_column(default=None)


class BourseMilestone(Base, kw_only=True):
    """That a milestone of a project is done, since when, and what shows it. Deleted when it is not after all."""

    __tablename__ = "bourse_milestone"

    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bourse_project.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(20), primary_key=True)
    day: Mapped[dt.date]
    evidence: Mapped[str]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]
