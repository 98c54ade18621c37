"""Sheets of the CSR map, and every change of them."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base, Json


class CsrSheet(Base, kw_only=True):
    """What is known of an organisation, an initiative, a commitment or a rule of the framework (`kinds.KINDS`)."""

    __tablename__ = "csr_sheet"
    __table_args__ = (UniqueConstraint("programme_id", "kind", "key", name="uq_csr_sheet_key"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(80))
    """What files call it: an organisation's and a project's are those of the register."""
    words: Mapped[Json] = mapped_column(default_factory=dict)
    """What is public; empty while nothing was published."""
    proposed: Mapped[Json] = mapped_column(default_factory=dict)
    """What waits for a second person; empty while nothing does."""
    proposed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    version: Mapped[int] = mapped_column(default=1)
    """Raised by each change: what is saved or published is what was read."""
    created_at: Mapped[dt.datetime]
    created_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))

    @property
    def is_published(self) -> bool:
        """Whether anyone may see it."""
        return bool(self.words)

    @property
    def latest(self) -> Json:
        """What the desk shows and changes: what waits, else what is public."""
        return self.proposed or self.words


class CsrChange(Base, kw_only=True):
    """One change of a sheet: appended, never changed or deleted, not even with the sheet."""

    __tablename__ = "csr_change"
    __table_args__ = (Index("ix_csr_change_sheet", "sheet_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    sheet_id: Mapped[uuid.UUID]
    kind: Mapped[str] = mapped_column(String(20))
    """What was done (`publishing.Change`)."""
    before: Mapped[Json]
    after: Mapped[Json]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]
