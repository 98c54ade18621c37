"""Second factors, and sign-ins that wait for one."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base, LongInteger
from feedback_app.base.ids import new_id


class Passkey(Base, kw_only=True):
    """A public key of somebody's phone, computer or security key (WebAuthn)."""

    __tablename__ = "passkey"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(LongInteger, default=0)
    transports: Mapped[list[Any]] = mapped_column(default_factory=list)
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[dt.datetime]
    last_used_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(default=None)


class TotpSecret(Base, kw_only=True):
    """What somebody's app makes its codes of, sealed (`sealing.py`); empty once it is revoked."""

    __tablename__ = "totp_secret"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    sealed: Mapped[str] = mapped_column(String(200))
    last_step: Mapped[int] = mapped_column(LongInteger, default=0)
    """The time step of the newest code that was taken: none of it or of one before is taken again."""
    created_at: Mapped[dt.datetime]
    last_used_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(default=None)


class RecoveryCode(Base, kw_only=True):
    """A code that replaces once a factor that is lost; salted and hashed."""

    __tablename__ = "recovery_code"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    salt: Mapped[str] = mapped_column(String(32))
    code_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None] = mapped_column(default=None)


class PendingSignIn(Base, kw_only=True):
    """A sign-in whose password was right and whose second factor is still to come. It opens nothing; the browser that
    began it has its token."""

    __tablename__ = "pending_sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    password_mark: Mapped[str] = mapped_column(String(64))
    """Of the password's hash as it was: a password that is changed meanwhile ends it."""
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]


class PasskeyChallenge(Base, kw_only=True):
    """What a passkey is to sign next in one browser: once, and soon."""

    __tablename__ = "passkey_challenge"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of the browser's token (session or pending sign-in) and of what the signature is for."""
    challenge: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
