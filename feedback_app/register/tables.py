"""Places, programmes, organisations, CSR projects."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base, Json


class Place(Base, kw_only=True):
    """One place of the tree. Codes are the country's own and are stored as they came."""

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
    """One pilot: its languages, its promise (consent), its area."""

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


class PlaceOwner(Base, kw_only=True):
    """The programme that added a place, and so may correct it. Places without a row are the country's."""

    __tablename__ = "place_owner"

    code: Mapped[str] = mapped_column(ForeignKey("place.code"), primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)


class ProgrammeKey(Base, kw_only=True):
    """The private part of what phones seal their items to (`sync.sealing`). Goes on no page, API or log. Of several of
    a programme the one with the highest number is current; earlier ones open what was sealed to them and comes late."""

    __tablename__ = "programme_key"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    private_key: Mapped[bytes] = mapped_column(LargeBinary, repr=False)
    """PKCS #8 (DER), or that as a `Keyring` sealed it; empty once it is deleted."""
    naming: Mapped[bytes] = mapped_column(LargeBinary, repr=False)
    """The keys of names of rows (`keys.naming_keys`): of the programme's first private key, the same in every row."""
    created_at: Mapped[dt.datetime]
    retired_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When a newer one took its place."""
    deleted_at: Mapped[dt.datetime | None] = mapped_column(default=None)


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
