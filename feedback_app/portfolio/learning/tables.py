"""Action learning plans."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base


class PlanVersion(Base, kw_only=True):
    """A plan as somebody saved it: appended, never changed. The one with the highest `n` counts."""

    __tablename__ = "learning_plan"
    __table_args__ = (Index("ix_learning_plan_programme", "programme_id", "plan_id"),)

    plan_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str]
    """In the Lab's own Markdown (`plan.py`)."""
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]
