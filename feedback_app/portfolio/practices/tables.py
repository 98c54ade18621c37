"""Solutions that people found, the records that they come from, what shows that they work, and every change."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base, Json


class Practice(Base, kw_only=True):
    """A solution that people found. Its words are fields (`kind.PRACTICE`): those that are public, and those that
    wait."""

    __tablename__ = "practice"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    stage: Mapped[str] = mapped_column(String(20))
    """How far it was said to be (`stages.PracticeStage`); shown is how far its evidence reaches."""
    words: Mapped[Json] = mapped_column(default_factory=dict)
    """What a second person has published; empty while nothing is."""
    rests_on: Mapped[Json] = mapped_column(default_factory=dict)
    """The records that the published words come from: their revisions by their ids."""
    proposed: Mapped[Json] = mapped_column(default_factory=dict)
    """What waits for a second person; empty while nothing does."""
    proposed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    consent: Mapped[Json] = mapped_column(default_factory=dict)
    """What the holders of the knowledge said last: state, day, who, how."""
    merged_into: Mapped[uuid.UUID | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    """Raised by each change: what is saved or published is what was read."""
    created_at: Mapped[dt.datetime]
    created_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))

    @property
    def latest(self) -> Json:
        """What the desk shows and changes: what waits, else what is public."""
        return self.proposed or self.words


class PracticeSource(Base, kw_only=True):
    """An accepted record that a solution comes from, and the revision that was read. A record is in one solution."""

    __tablename__ = "practice_source"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    practice_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("practice.id"), index=True)
    lifted_for: Mapped[uuid.UUID]
    """The solution that it was first put into: a merge moves it, a split gives it back."""
    rev: Mapped[int]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]


class PracticeEvidence(Base, kw_only=True):
    """Something that shows whether a solution works. It counts once a second person has published it."""

    __tablename__ = "practice_evidence"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    practice_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("practice.id"), index=True)
    noted_for: Mapped[uuid.UUID]
    """The solution that it was first noted for: a merge moves it, a split gives it back."""
    kind: Mapped[str] = mapped_column(String(20))
    """A code of `practice_evidence`."""
    source: Mapped[str] = mapped_column(String(200))
    """Who saw or measured it, by office or organisation."""
    day: Mapped[dt.date]
    shows: Mapped[str]
    place_code: Mapped[str | None] = mapped_column(String(40), default=None)
    record_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """The accepted record that says so, where one does."""
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[dt.datetime]
    published_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    published_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(default=None)


class PracticeChange(Base, kw_only=True):
    """One change of a solution: appended, never deleted. Its values go when a record that it comes from is erased."""

    __tablename__ = "practice_change"
    __table_args__ = (Index("ix_practice_change_practice", "practice_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    practice_id: Mapped[uuid.UUID]
    kind: Mapped[str] = mapped_column(String(20))
    """What was done (`change_kinds.ChangeKind`)."""
    before: Mapped[Json]
    after: Mapped[Json]
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    """None: a job, after a record was erased."""
    at: Mapped[dt.datetime]
