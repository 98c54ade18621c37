"""Until when the public list of a programme reaches."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base


class Batch(Base, kw_only=True):
    """The last batch of a programme that was put into the public list: needs accepted before `until` are counted."""

    __tablename__ = "portfolio_batch"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    until: Mapped[dt.datetime]
