"""Which rows of people, phones and codes a backup notes beside it, and what a restore does with them."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import delete, select

from feedback_app.base.db import AnySession
from feedback_app.base.table_copy import Row, TableCopy
from feedback_app.enrol.linked_account_store import is_linked
from feedback_app.enrol.second_factor.tables import Passkey, PendingSignIn, RecoveryCode, TotpSecret
from feedback_app.enrol.tables import AccountLink, DeskSession, Device, EnrolmentCode, LinkedAccount, Membership, Person


def _with_free_login(session: AnySession, values: Row) -> Row:
    login = values.get("login")
    taken = login is not None and session.scalars(select(Person.id).where(Person.login == login)).first() is not None
    return values | {"login": None, "password_hash": None} if taken else values


def _if_new_role(session: AnySession, values: Row) -> Row | None:
    same = select(Membership.id).where(
        Membership.person_id == values["person_id"], Membership.programme_id == values["programme_id"],
        Membership.role == values["role"],
    )  # fmt: skip
    return values if session.scalars(same).first() is None else None


def _if_free_account(session: AnySession, values: Row) -> Row | None:
    taken = values["revoked_at"] is None and is_linked(session, values["issuer"], values["subject"])
    return None if taken else values


# What changes at each contact is no part of who may speak.
COPIES = (
    TableCopy(Person, is_merged=True, prepare=_with_free_login),
    TableCopy(Membership, prepare=_if_new_role),
    TableCopy(EnrolmentCode, is_merged=True),
    TableCopy(Device, is_merged=True, volatile=frozenset({"last_seen_at", "clock_offset_ms", "health"})),
    TableCopy(Passkey, is_merged=True, volatile=frozenset({"sign_count", "last_used_at"})),
    TableCopy(TotpSecret, is_merged=True, volatile=frozenset({"last_step", "last_used_at"})),
    TableCopy(RecoveryCode, is_merged=True),
    TableCopy(LinkedAccount, is_merged=True, prepare=_if_free_account, volatile=frozenset({"last_used_at"})),
)
"""In the order in which they can be written."""


def end_all_sessions(session: AnySession) -> None:
    """Signs everybody out of the desk; one-time links end too, for of those in a backup some may have been used."""
    session.execute(delete(DeskSession))
    session.execute(delete(AccountLink))
    session.execute(delete(PendingSignIn))


def drop_memberships(session: AnySession, *, people: Collection[uuid.UUID], keep: Collection[uuid.UUID]) -> None:
    """Takes all roles of these people but those to `keep`."""
    for one in session.scalars(select(Membership)).all():
        if one.person_id in people and one.id not in keep:
            session.delete(one)
    session.flush()
