"""Every select on what is stored under the server's secret."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.base.sealing import sealed_under
from feedback_app.enrol.second_factor.tables import TotpSecret
from feedback_app.enrol.tables import Person


def with_password(session: AnySession) -> Sequence[Person]:
    """Everybody of whose password something is stored; locked until the transaction ends."""
    return session.scalars(select(Person).where(Person.password_hash.is_not(None)).with_for_update()).all()


def sealed_hashes(session: AnySession) -> Sequence[str]:
    """What is stored of passwords, where it is sealed."""
    return [one for one in session.scalars(select(Person.password_hash)) if one and sealed_under(one)]


def app_secrets(session: AnySession) -> Sequence[TotpSecret]:
    """The secrets of code apps that are in use."""
    return session.scalars(select(TotpSecret).where(TotpSecret.revoked_at.is_(None)).with_for_update()).all()
