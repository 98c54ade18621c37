"""Uploads under way, media that are whole, and which entry speaks of which."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BigInteger, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base
from feedback_app.base.ids import new_id


class Upload(Base, kw_only=True):
    """A tus upload under way. Its bytes are in a file; the file's length is the offset."""

    __tablename__ = "upload"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    device_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("device.id"), index=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    type: Mapped[str] = mapped_column(String(80))
    length: Mapped[int] = mapped_column(BigInteger)
    sealed: Mapped[str | None] = mapped_column(String(64), default=None)
    """SHA-256 of the bytes that come, where they are the content sealed to its programme; `sha256` is the content's."""
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)


class Media(Base, kw_only=True):
    """A photo or a voice of a programme: named by its own SHA-256, whole and checked."""

    __tablename__ = "media"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    type: Mapped[str] = mapped_column(String(80))
    bytes: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[dt.datetime]
    state: Mapped[str] = mapped_column(String(20), default="received", index=True)
    """received → ready | refused (an image that is none, a bomb). Voices are ready at once; a hand-carried file is a
    `bundle` until it was taken in."""
    problem: Mapped[str | None] = mapped_column(String(80), default=None)
    safe: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It is in a backup that was proven."""
    width: Mapped[int | None] = mapped_column(default=None)
    height: Mapped[int | None] = mapped_column(default=None)


class MediaLoss(Base, kw_only=True):
    """A content that was stored and whose file is gone or damaged. Phones that still have it are asked for it again;
    what it was is noted here, for the desk, and in case the file comes back."""

    __tablename__ = "media_loss"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    type: Mapped[str] = mapped_column(String(80))
    bytes: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[dt.datetime]
    noticed_at: Mapped[dt.datetime]


class MediaUse(Base, kw_only=True):
    """Which entry speaks of which media, so that the server can name what is still missing, and from whom."""

    __tablename__ = "media_use"
    __table_args__ = (
        Index("ix_media_use_device_sha256", "device_id", "sha256"),
        Index("ix_media_use_sha256", "sha256"),
        Index(
            "ix_media_use_not_safe",
            "programme_id",
            "device_id",
            sqlite_where=text("safe IS 0"),
            postgresql_where=text("safe IS false"),
        ),
    )

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    rev: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    question: Mapped[str] = mapped_column(String(120), primary_key=True)
    device_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("device.id"))
    type: Mapped[str] = mapped_column(String(80))
    bytes: Mapped[int] = mapped_column(BigInteger)
    safe: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The content is stored and in a backup that was proven after the entry came: kept here, so that those that are not
    are found without asking for each."""


class MediaRefusal(Base, kw_only=True):
    """A content that a record named and whose use was refused or taken back. It is neither asked for nor taken,
    unless another record names it and allows it."""

    __tablename__ = "media_refusal"
    __table_args__ = (Index("ix_media_refusal_sha256", "sha256"),)

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)


class StaffSound(Base, kw_only=True):
    """A sound that staff recorded of their own words, for a subject of another package: no entry names it. Anyone may
    hear it while it is public."""

    __tablename__ = "media_staff_sound"
    __table_args__ = (Index("ix_media_staff_sound_sha256", "sha256"),)

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    subject_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    public: Mapped[bool] = mapped_column(default=False, server_default=false())
    person_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """For whose phones it is; None for nobody's in particular."""
