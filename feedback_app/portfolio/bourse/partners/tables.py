"""Whose people a company's are, what it promises and pays, what is written about a project."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base, Json


class PartnerPerson(Base, kw_only=True):
    """That somebody speaks for an organisation in a programme."""

    __tablename__ = "bourse_partner"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]


class Pledge(Base, kw_only=True):
    """What an organisation says of a project: that it is interested, what it promises, what it has paid. Never changed;
    confirmed by the Lab, or withdrawn by who made it."""

    __tablename__ = "bourse_pledge"
    __table_args__ = (Index("ix_bourse_pledge_project", "project_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bourse_project.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(20))
    """`pledges.PledgeKind`."""
    amount: Mapped[int | None] = mapped_column(BigInteger, default=None)
    day: Mapped[dt.date]
    words: Mapped[str] = mapped_column(default="")
    """Conditions of a promise, what shows a payment; for the Lab and the organisation alone."""
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    offer_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """The offer whose match led to it."""


class Offer(Base, kw_only=True):
    """What an organisation would do in a programme, for the Lab and itself. Closed, never deleted."""

    __tablename__ = "bourse_offer"
    __table_args__ = (Index("ix_bourse_offer_organisation", "programme_id", "organisation_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    words: Mapped[Json]
    """`offer_words.OfferWords`."""
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    """Who wrote it last."""
    at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None] = mapped_column(default=None)


class PartnerMessage(Base, kw_only=True):
    """What an organisation and the Lab write each other about a project. Appended, never changed."""

    __tablename__ = "bourse_message"
    __table_args__ = (Index("ix_bourse_message_project", "project_id", "organisation_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bourse_project.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    is_from_lab: Mapped[bool]
    words: Mapped[str]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime]
