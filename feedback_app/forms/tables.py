"""Instruments."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base, Json


class Instrument(Base, kw_only=True):
    """One version of an instrument in a programme. Never changed: a new text is a new version."""

    __tablename__ = "instrument"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[str] = mapped_column(String(60), primary_key=True)
    definition: Mapped[Json]
    source: Mapped[str]
    """The XLSForm as Markdown, as it was read."""
    current: Mapped[bool]
    """The version that travels to phones; records may still name older ones."""
    created_at: Mapped[dt.datetime]


class FormMedium(Base, kw_only=True):
    """A picture or a sound that came along with a form: anyone may see and hear it. Its content is a `Media`."""

    __tablename__ = "form_medium"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    brought_at: Mapped[dt.datetime]
