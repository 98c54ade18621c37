"""Until when the public list of a programme reaches, and the counts that it is made of."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base


class Batch(Base, kw_only=True):
    """The last batch of a programme that was put into the public list: needs accepted before `until` are counted."""

    __tablename__ = "portfolio_batch"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    until: Mapped[dt.datetime]


class StoredCounts(Base, kw_only=True):
    """The exact counts of one domain of a programme, as the public list is made of them (`counts.py`). They are those
    of now where no `CountsChange` names them."""

    __tablename__ = "portfolio_counts"

    programme_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    domain: Mapped[str] = mapped_column(String(20), primary_key=True)
    version: Mapped[uuid.UUID]
    """Another one each time they are stored."""
    counts: Mapped[bytes] = mapped_column(LargeBinary)


class CountsChange(Base, kw_only=True):
    """Something changed since counts were stored: of one domain, of a whole programme (`*`), or, with both empty, the
    words that lines are written with. Triggers write it; each has an id of its own, never one of before."""

    __tablename__ = "portfolio_counts_change"

    programme_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    domain: Mapped[str] = mapped_column(String(20), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
