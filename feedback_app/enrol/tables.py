"""People, phones, places, programmes, projects."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base, Json, LongInteger
from feedback_app.base.ids import new_id


class Place(Base, kw_only=True):
    """One place of the tree. Codes are the country's own and are kept as they came."""

    __tablename__ = "place"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"), index=True)
    level: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    path: Mapped[str] = mapped_column(String(400), index=True)
    """`/CI/CI-AB/…/C0001/`: a subtree is a prefix."""
    label: Mapped[str] = mapped_column(String(400))
    """How it is shown: "Localité, Sous-préfecture", because names repeat."""
    search: Mapped[str] = mapped_column(String(400))
    """Name folded for search: no accents, apostrophes or hyphens, lower case."""
    lat: Mapped[float | None] = mapped_column(default=None)
    lng: Mapped[float | None] = mapped_column(default=None)
    population: Mapped[int | None] = mapped_column(default=None)


class PlaceShape(Base, kw_only=True):
    """The outline of a place, as a GeoJSON geometry."""

    __tablename__ = "place_shape"

    code: Mapped[str] = mapped_column(ForeignKey("place.code"), primary_key=True)
    geometry: Mapped[Json]


class Programme(Base, kw_only=True):
    """One pilot: its languages, its promise (consent), its ground."""

    __tablename__ = "programme"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[Json]
    """{language: text}"""
    languages: Mapped[list[str]]
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    consent: Mapped[Json]
    """{version, scopes: [{name, required, label, hint}], text}: what people are promised, by language."""
    public_key: Mapped[str | None] = mapped_column(default=None)
    """What phones seal files to (`sync.sealing.public_key`); its private part is a `ProgrammeKey`."""
    settings: Mapped[Json] = mapped_column(default_factory=dict)
    created_at: Mapped[dt.datetime]


class ProgrammeKey(Base, kw_only=True):
    """The private part of what phones seal hand-carried files to (`sync.sealing`). Goes on no page, API or log."""

    __tablename__ = "programme_key"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    private_key: Mapped[bytes] = mapped_column(LargeBinary, repr=False)
    created_at: Mapped[dt.datetime]


class Organisation(Base, kw_only=True):
    """A company, State body, cooperative or NGO (IATI organisation type code)."""

    __tablename__ = "organisation"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(10))
    sector: Mapped[str | None] = mapped_column(String(80), default=None)


class Project(Base, kw_only=True):
    """A CSR project on the register: what is promised where, by whom, for how much."""

    __tablename__ = "project"
    __table_args__ = (Index("ix_project_programme_place", "programme_id", "place_code"),)

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    title: Mapped[str] = mapped_column(String(400))
    place_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"), default=None)
    place_note: Mapped[str | None] = mapped_column(String(300), default=None)
    """What the source says of the place when no single code fits."""
    sector: Mapped[str | None] = mapped_column(String(80), default=None)
    crs: Mapped[str | None] = mapped_column(String(10), default=None)
    sdg: Mapped[str | None] = mapped_column(String(20), default=None)
    amount: Mapped[int | None] = mapped_column(BigInteger, default=None)
    currency: Mapped[str] = mapped_column(String(3), default="XOF")
    date: Mapped[str | None] = mapped_column(String(40), default=None)
    status: Mapped[str | None] = mapped_column(String(40), default=None)
    implementer: Mapped[str | None] = mapped_column(String(300), default=None)
    note: Mapped[str | None] = mapped_column(default=None)
    source_url: Mapped[str | None] = mapped_column(default=None)


class ProjectFunder(Base, kw_only=True):
    """Who pays for a project, and their share in percent when it is known."""

    __tablename__ = "project_funder"

    programme_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    project_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    share: Mapped[float | None] = mapped_column(default=None)


class Person(Base, kw_only=True):
    """Someone who works with Écho. Citizens are never persons here."""

    __tablename__ = "person"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=new_id)
    name: Mapped[str] = mapped_column(String(200))
    login: Mapped[str | None] = mapped_column(String(200), unique=True, default=None)
    password_hash: Mapped[str | None] = mapped_column(String(200), default=None)
    language: Mapped[str] = mapped_column(String(8), default="fr")
    active: Mapped[bool] = mapped_column(default=True)
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[dt.datetime | None] = mapped_column(default=None)
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
    """A one-time code, kept hashed."""

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
    """A phone that may speak: whose, for which ground, and how it is doing."""

    __tablename__ = "device"

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
    vouched_by: Mapped[str | None] = mapped_column(String(200), default=None)
    """Who said whose phone it was, where only a file of it came and nobody here knew it. It has no right to speak
    until it comes itself, with a code."""


class DeskSession(Base, kw_only=True):
    """A signed-in browser at the desk; the cookie's hash."""

    __tablename__ = "desk_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]


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
