"""What is known of the backups that were tried."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base
from feedback_app.base.ids import new_id


class Backup(Base, kw_only=True):
    """One try. `ok` is None while it runs; a process that was killed leaves it so.

    `n` is the order in which they were tried: the clock may have jumped in between.
    """

    __tablename__ = "backup"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    target: Mapped[str] = mapped_column(String(400))
    n: Mapped[int] = mapped_column(index=True)
    started_at: Mapped[dt.datetime] = mapped_column(index=True)
    ended_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    ok: Mapped[bool | None] = mapped_column(default=None)
    problem: Mapped[str | None] = mapped_column(String(400), default=None)
    entries: Mapped[int | None] = mapped_column(default=None)
    media: Mapped[int | None] = mapped_column(default=None)
    bytes: Mapped[int | None] = mapped_column(BigInteger, default=None)
    lacking: Mapped[int | None] = mapped_column(default=None)
    """How many photos and voices were not where they should be: all but these were proven."""
