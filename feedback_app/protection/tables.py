"""Protection reports, the keys that they are sealed to, and what officers did about them.

Nothing here says who sent a report, from where, on which phone, or when, but for the day on which it arrived.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base
from feedback_app.base.ids import new_id


class ProtectionKey(Base, kw_only=True):
    """A key pair that an officer's browser made. Phones seal to the newest of a programme; earlier ones open what was
    sealed to them."""

    __tablename__ = "protection_key"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    """The start of the SHA-256 of the public key (`sealed.key_name`)."""
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    public_key: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))


class ProtectionWrap(Base, kw_only=True):
    """The private part of a key for one officer, sealed under a passphrase of their own. Without one of these nobody
    opens what is sealed to the key."""

    __tablename__ = "protection_wrap"
    __table_args__ = (UniqueConstraint("key_id", "person_id", name="uq_protection_wrap_person"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    key_id: Mapped[str] = mapped_column(ForeignKey("protection_key.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    wrapped: Mapped[str] = mapped_column(Text, repr=False)
    """JSON, sealed under a passphrase that the server never sees (`sealed.read_wrapped`)."""
    once: Mapped[bool]
    """Another officer made it, under a passphrase that both know: its owner wraps it anew before it opens anything."""
    made_at: Mapped[dt.datetime]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))


class ProtectionReport(Base, kw_only=True):
    """One report. `day` is all that is stored of when it arrived."""

    __tablename__ = "protection_report"
    __table_args__ = (
        UniqueConstraint("programme_id", "sha256", name="uq_protection_report_sha256"),
        Index("ix_protection_report_day", "programme_id", "day"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    """Drawn by chance: it says nothing of when."""
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    key_id: Mapped[str] = mapped_column(ForeignKey("protection_key.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes] = mapped_column(LargeBinary, repr=False)
    day: Mapped[dt.date]
    urgent: Mapped[bool | None] = mapped_column(default=None)
    """None: nobody has said yet."""
    triaged_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    triaged_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    ended_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    ending: Mapped[str | None] = mapped_column(String(20), default=None)


class ProtectionReferral(Base, kw_only=True):
    """What an officer did about a report, sealed in their browser to the same key. Only ever added."""

    __tablename__ = "protection_referral"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("protection_report.id"), index=True)
    at: Mapped[dt.datetime]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    key_id: Mapped[str] = mapped_column(ForeignKey("protection_key.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary, repr=False)
