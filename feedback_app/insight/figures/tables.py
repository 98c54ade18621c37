"""What figures are shown as, by programme."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base


class Release(Base, kw_only=True):
    """The tables of a programme as anyone may see them (`releasing.ReleasedTable`)."""

    __tablename__ = "insight_release"

    programme_id: Mapped[str] = mapped_column(String(60), ForeignKey("programme.id"), primary_key=True)
    at: Mapped[dt.datetime]
    """Since when what is new is in it."""
    tables: Mapped[bytes] = mapped_column(LargeBinary)
    sessions: Mapped[bytes | None] = mapped_column(LargeBinary, nullable=True)
    """What its sessions say, by place (`session_release.ReleasedSessions`); None until the next release."""
