"""What is done with linked accounts. Nothing here commits."""

from __future__ import annotations

import datetime as dt
import uuid

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.enrol import linked_account_store as store
from feedback_app.enrol.oidc.id_token import Account
from feedback_app.enrol.second_factor.store import locked_person
from feedback_app.enrol.tables import LinkedAccount, Person


def link(session: AnySession, person_id: uuid.UUID, account: Account, *, now: dt.datetime) -> bool:
    """Links an account with a person, once. False where it is somebody's, or the person has another."""
    locked_person(session, person_id)
    if store.is_linked(session, account.issuer, account.subject):
        return False
    if store.account_of(session, person_id, account.issuer) is not None:
        return False
    session.add(
        LinkedAccount(
            person_id=person_id, issuer=account.issuer, subject=account.subject, label=account.label, created_at=now
        )
    )
    session.flush()
    note_event(session, "account_linked", about=("person", person_id))
    return True


def unlink(session: AnySession, person_id: uuid.UUID, *, now: dt.datetime) -> None:
    """Unlinks whatever account a person linked."""
    store.unlink_all(session, person_id, now)
    note_event(session, "account_unlinked", about=("person", person_id))


def sign_in(session: AnySession, account: Account, *, now: dt.datetime) -> Person | None:
    """Who linked this account; None where nobody did. Nobody is made of an account."""
    found = store.owner(session, account.issuer, account.subject)
    if found is None:
        return None
    found[0].last_used_at = now
    return found[1]
