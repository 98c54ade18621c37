"""Hand-carried files that were imported."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base
from feedback_app.base.ids import new_id


class CarriedFile(Base, kw_only=True):
    """One import of a file, and its outcome."""

    __tablename__ = "carried_file"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    bytes: Mapped[int] = mapped_column(BigInteger)
    how: Mapped[str] = mapped_column(String(10))
    """`relay` (a phone), `desk`, `cli`."""
    device_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("device.id"), default=None)
    """The phone that delivered it."""
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    """The person at the desk who did."""
    brought_at: Mapped[dt.datetime] = mapped_column(index=True)
    told: Mapped[str] = mapped_column(String(200))
    """When and by which phone it was made, by its own manifest: unproven."""
    kept: Mapped[int]
    """Entries of it that are in the ledger now."""
    media: Mapped[int]
    """Photos and voices of it that are stored now."""
    damaged: Mapped[int]
    """Items that are not whole, or that nobody vouches for."""
    last_position: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """The highest position of its entries: once that is safe, so are they."""
    outcomes: Mapped[list[Any]]
    """[{name, outcome, device?, position?}], one an item."""
    aside: Mapped[bool] = mapped_column(default=False)
    """The file itself is still stored."""


class CarriedFilePlace(Base, kw_only=True):
    """A place (its tree path) that an import concerns: who looks after it, or after one above it, sees the import."""

    __tablename__ = "carried_file_place"

    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carried_file.id"), primary_key=True)
    place_path: Mapped[str] = mapped_column(String(400), primary_key=True)
