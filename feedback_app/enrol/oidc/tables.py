"""Accounts at an OpenID Connect provider that people linked with theirs here."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base
from feedback_app.base.ids import new_id


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
