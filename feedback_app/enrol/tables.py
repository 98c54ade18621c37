"""People, phones, codes, sessions."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base, Json, LongInteger
from feedback_app.base.ids import new_id


class Person(Base, kw_only=True):
    """Someone who works with Écho. Citizens are never persons here."""

    __tablename__ = "person"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    name: Mapped[str] = mapped_column(String(200))
    login: Mapped[str | None] = mapped_column(String(200), unique=True, default=None)
    password_hash: Mapped[str | None] = mapped_column(String(200), default=None)
    language: Mapped[str] = mapped_column(String(8), default="fr")
    active: Mapped[bool] = mapped_column(default=True)
    initial_password_until: Mapped[dt.datetime | None] = mapped_column(default=None)
    """Where the password was made by somebody else: until when it signs in, only to be changed. None once it is their
    own."""
    created_at: Mapped[dt.datetime]


class Membership(Base, kw_only=True):
    """A role of a person in a programme (one of `schemas.roles`), and where."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "programme_id", "role"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    role: Mapped[str] = mapped_column(String(20))
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"), default=None)


class EnrolmentCode(Base, kw_only=True):
    """A one-time code, stored hashed."""

    __tablename__ = "enrolment_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    role: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    person_name: Mapped[str | None] = mapped_column(String(200), default=None)
    instruments: Mapped[list[Any] | None] = mapped_column(default=None)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    used_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    device_id: Mapped[uuid.UUID | None] = mapped_column(default=None)


class Device(Base, kw_only=True):
    """A phone that may speak: whose, for which place, and how it is doing."""

    __tablename__ = "device"
    __table_args__ = (Index("ix_device_next_token_hash", "next_token_hash", unique=True),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    role: Mapped[str] = mapped_column(String(20))
    instruments: Mapped[list[Any] | None] = mapped_column(default=None)
    name: Mapped[str] = mapped_column(String(200))
    platform: Mapped[str] = mapped_column(String(200))
    app_version: Mapped[str] = mapped_column(String(60))
    enrolled_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    last_seen_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    clock_offset_ms: Mapped[int | None] = mapped_column(LongInteger, default=None)
    """Device clock minus server clock at the last exchange."""
    health: Mapped[Json | None] = mapped_column(default=None)
    """The last exchange's `health`, as checked."""
    past_scopes: Mapped[list[Any] | None] = mapped_column(default=None)
    """Scopes this phone had before, {place_path, person, instruments}: how it learns what left its sight."""
    used_day: Mapped[int] = mapped_column(LongInteger, default=0, server_default="0")
    """The day of which the counts of `used_…` are (`enrol.budget`); a phone has so much for each."""
    used_entries: Mapped[int] = mapped_column(LongInteger, default=0, server_default="0")
    used_bytes: Mapped[int] = mapped_column(LongInteger, default=0, server_default="0")
    used_malformed: Mapped[int] = mapped_column(LongInteger, default=0, server_default="0")
    used_media_bytes: Mapped[int] = mapped_column(LongInteger, default=0, server_default="0")
    total_entries: Mapped[int] = mapped_column(LongInteger, default=0, server_default="0")
    total_bytes: Mapped[int] = mapped_column(LongInteger, default=0, server_default="0")
    total_malformed: Mapped[int] = mapped_column(LongInteger, default=0, server_default="0")
    total_media_bytes: Mapped[int] = mapped_column(LongInteger, default=0, server_default="0")
    vouched_by: Mapped[str | None] = mapped_column(String(200), default=None)
    """Who said whose phone it was, where only a file of it came and nobody here knew it. It has no right to speak
    until it comes itself, with a code."""
    posting_hash: Mapped[str | None] = mapped_column(String(64), default=None)
    """SHA-256 of the key in its posting token. None: it has no keys of its own, and `token_hash` makes that token."""
    public_key: Mapped[str | None] = mapped_column(String(130), default=None)
    """Verifies what it signs: hex of the uncompressed P-256 point."""
    keys_since: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When its token and posting token came into use."""
    next_token_hash: Mapped[str | None] = mapped_column(String(64), default=None)
    """Of the keys that it has proposed and not used yet; those of now are valid until then."""
    next_posting_hash: Mapped[str | None] = mapped_column(String(64), default=None)
    next_public_key: Mapped[str | None] = mapped_column(String(130), default=None)
    former_vouching_key: Mapped[str | None] = mapped_column(String(64), default=None)
    """Hex; what it vouched with before it had keys of its own: files of then may still be on their way."""


class DeskSession(Base, kw_only=True):
    """A signed-in browser at the desk; the cookie's hash."""

    __tablename__ = "desk_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    last_used_at: Mapped[dt.datetime]
    """To the minute: a session that is not used for long ends."""
    confirmed_at: Mapped[dt.datetime]
    """When the password was typed last: sensitive acts ask for it again."""
    network: Mapped[str] = mapped_column(String(64), default="")
    browser: Mapped[str] = mapped_column(String(60), default="")
    failed_before: Mapped[int] = mapped_column(default=0)
    """Wrong passwords for this login between the sign-in before and this one."""


class SignInTry(Base, kw_only=True):
    """A sign-in that succeeded, or a wrong password, once however often it is repeated. Of logins that nobody has too,
    so that both cost the same time."""

    __tablename__ = "sign_in_try"
    __table_args__ = (Index("ix_sign_in_try_login_key_at", "login_key", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    login_key: Mapped[str] = mapped_column(String(64))
    """A keyed hash of the login that was typed."""
    lane: Mapped[str] = mapped_column(String(64))
    """What wrong ones count under: a network, or a browser in which this login signed in before."""
    network: Mapped[str] = mapped_column(String(64))
    browser: Mapped[str] = mapped_column(String(60))
    succeeded: Mapped[bool]
    tries: Mapped[int] = mapped_column(default=1)
    counts: Mapped[bool] = mapped_column(default=True)
    """False once a coordinator unlocked the login: nobody waits for it any more."""
    at: Mapped[dt.datetime] = mapped_column(index=True)


class AccountLink(Base, kw_only=True):
    """A one-time link by which a person chooses a password: the hash of what it carries."""

    __tablename__ = "account_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)


class LinkedAccount(Base, kw_only=True):
    """The account of a person at a provider: its subject, which a provider never gives to another."""

    __tablename__ = "linked_account"
    __table_args__ = (
        Index(
            "uq_linked_account_subject", "issuer", "subject", unique=True,
            postgresql_where=text("revoked_at IS NULL"), sqlite_where=text("revoked_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    label: Mapped[str] = mapped_column(String(200))
    """What the provider calls the account, for its owner to recognise."""
    created_at: Mapped[dt.datetime]
    last_used_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(default=None)


class Attempt(Base, kw_only=True):
    """A failed guess (enrolment code, login) from an address: what slows guessing down, on every process alike."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_kind_source_at", "kind", "source", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(64))
    at: Mapped[dt.datetime] = mapped_column(index=True)


class ClockMark(Base, kw_only=True):
    """What the server's clock said last (one row), so that a jump of it is noticed whatever was restarted in
    between."""

    __tablename__ = "clock_mark"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen_at: Mapped[dt.datetime]
    trusted_from: Mapped[dt.datetime | None] = mapped_column(default=None)
    """After a jump: when the clock has gone on evenly for long enough."""
    went_back: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The jump was backward: the clock had been ahead."""
