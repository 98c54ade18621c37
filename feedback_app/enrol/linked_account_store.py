"""Every select on the accounts at a provider that people linked with theirs here."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, select, update

from feedback_app.base.db import AnySession
from feedback_app.enrol.tables import LinkedAccount, Person


def account_of(session: AnySession, person_id: uuid.UUID, issuer: str) -> LinkedAccount | None:
    """The account that a person linked."""
    mine = LinkedAccount.person_id == person_id, LinkedAccount.issuer == issuer, LinkedAccount.revoked_at.is_(None)
    return session.scalars(select(LinkedAccount).where(*mine)).one_or_none()


def is_linked(session: AnySession, issuer: str, subject: str) -> bool:
    """Whether anybody linked this account."""
    return session.scalars(select(LinkedAccount.id).where(*_subject(issuer, subject))).first() is not None


def owner(session: AnySession, issuer: str, subject: str) -> tuple[LinkedAccount, Person] | None:
    """The active person who linked this account."""
    chosen = select(LinkedAccount, Person).join(Person, Person.id == LinkedAccount.person_id)
    row = session.execute(chosen.where(*_subject(issuer, subject), Person.active)).one_or_none()
    return None if row is None else (row[0], row[1])


def _subject(issuer: str, subject: str) -> tuple[ColumnElement[bool], ...]:
    return LinkedAccount.issuer == issuer, LinkedAccount.subject == subject, LinkedAccount.revoked_at.is_(None)


def unlink_all(session: AnySession, person_id: uuid.UUID, now: dt.datetime) -> None:
    """Unlinks whatever account a person linked."""
    mine = LinkedAccount.person_id == person_id, LinkedAccount.revoked_at.is_(None)
    session.execute(update(LinkedAccount).where(*mine).values(revoked_at=now))
