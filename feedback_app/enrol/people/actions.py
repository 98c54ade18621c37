"""What is done with accounts. Nothing here commits."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from feedback_app.audit.log import note_event
from feedback_app.base import ids
from feedback_app.base.actor import own_actor
from feedback_app.base.db import AnySession
from feedback_app.base.problem import Problem
from feedback_app.enrol import actions, membership_store, passwords, sign_in_store
from feedback_app.enrol.membership_store import PersonRole, has_other, roles_of
from feedback_app.enrol.people import store
from feedback_app.enrol.tables import AccountLink, Person
from feedback_app.register.actions import lies_in
from feedback_app.register.lookup_store import existing_programme, programme_by_id
from schemas.roles import ROLES, Permission, with_permission

LINK_DAYS = 3


@dataclass(frozen=True, slots=True)
class NewLink:
    """A one-time link, shown this once."""

    link: str
    expires_at: dt.datetime


def new_link(
    session: AnySession, person: Person, *, by: uuid.UUID | None, now: dt.datetime, public_url: str
) -> NewLink:
    """A one-time link by which a person chooses a password; one of before ends. Problem `conflict` for whoever has no
    login or is deactivated."""
    if not person.active or not person.login:
        raise Problem("conflict", errors={"login" if person.active else "person": "unknown"})
    store.end_links(session, person.id)
    token, expires = ids.new_token(), now + dt.timedelta(days=LINK_DAYS)
    session.add(
        AccountLink(
            token_hash=ids.hash_token(token), person_id=person.id, created_at=now, expires_at=expires, created_by=by
        )
    )
    session.flush()
    note_event(session, "link_made", about=("person", person.id))
    # Behind `#`, so that it is in no log and no address that a page passes on.
    return NewLink(f"{public_url}/desk/link#link={token}", expires)


def withdraw_link(session: AnySession, person: Person) -> None:
    """Ends the one-time link of a person."""
    ended = store.end_links(session, person.id)
    note_event(session, "link_withdrawn", about=("person", person.id), count=ended)


def password_fault(person: Person, password: str) -> str | None:
    """What keeps a person from choosing this password: `short`, `long`, `common`, `same`; None when nothing does."""
    if passwords.fits(password, person):
        return "same"
    return passwords.password_fault(password, (person.name, person.login or ""))


def set_password(session: AnySession, person: Person, password: str, *, but: str | None = None) -> None:
    """Gives a person the password that they chose, which no `password_fault` keeps them from. Other sessions than `but`
    (its token's hash) and links end."""
    passwords.store_password(session, person, password)
    person.initial_password_until = None
    ended = sign_in_store.end_sessions(session, person.id, but=but)
    store.end_links(session, person.id)
    note_event(session, "password_changed", about=("person", person.id), by=own_actor(person.id), sessions_ended=ended)


def unlock(session: AnySession, person: Person, *, login_key: str) -> None:
    """Lets a person try passwords at once after many wrong ones."""
    sign_in_store.unlock(session, login_key)
    note_event(session, "login_unlocked", about=("person", person.id))


def end_sessions(session: AnySession, person: Person) -> int:
    """Signs a person out everywhere; how many sessions ended."""
    ended = sign_in_store.end_sessions(session, person.id)
    note_event(session, "sessions_ended", about=("person", person.id), count=ended)
    return ended


def deactivate(
    session: AnySession, person: Person, *, phones: Iterable[uuid.UUID], now: dt.datetime, even_last: bool = False
) -> None:
    """Ends all that a person may do: sessions and links at once, and these phones. Problem `conflict` for the last
    coordinator of a programme."""
    if not even_last:
        _check_not_last(session, person, roles_of(session, person.id))
    person.active = False
    note_event(session, "account_deactivated", about=("person", person.id))
    sign_in_store.end_sessions(session, person.id)
    store.end_links(session, person.id)
    for phone in phones:
        actions.revoke(session, phone, now)


def activate(session: AnySession, person: Person) -> None:
    """Lets a person sign in again. Phones that were revoked stay so."""
    person.active = True
    note_event(session, "account_activated", about=("person", person.id))


def give_role(session: AnySession, person: Person, *, programme: str, role: str, place: str | None) -> None:
    """Gives a person a role, for all of the programme where no place is named. Problems: `malformed`, `conflict` when
    they have it."""
    home = programme_by_id(session, programme)
    if home is None or role not in ROLES or not lies_in(session, home, place or home.place_code):
        wrong = "programme" if home is None else "place" if role in ROLES else "role"
        raise Problem("malformed", errors={wrong: "unknown"})
    if membership_store.membership(session, person.id, programme, role):
        raise Problem("conflict", errors={"role": "taken"})
    actions.join(session, person, programme=programme, role=role, place=place or home.place_code)


def take_role(session: AnySession, person: Person, *, programme: str, role: str, even_last: bool = False) -> None:
    """Takes a role from a person. Problems: `not-found`, `conflict` for the last coordinator of a programme."""
    given = membership_store.membership(session, person.id, programme, role)
    if given is None:
        raise Problem("not-found")
    if not even_last:
        lost = [one for one in roles_of(session, person.id) if (one.programme, one.role) == (programme, role)]
        _check_not_last(session, person, lost)
    session.delete(given)
    note_event(
        session, "role_taken", about=("person", person.id), programme=programme, role=role, place=given.place_code
    )
    session.flush()


COORDINATING = with_permission(Permission.PEOPLE)


def _check_not_last(session: AnySession, person: Person, lost: Collection[PersonRole]) -> None:
    """Problem `conflict` where nobody else would be left who looks after all of a programme."""
    for one in lost:
        whole = existing_programme(session, one.programme).place_code
        last = one.role in COORDINATING and one.place == whole and person.active
        if last and not has_other(session, one.programme, place=whole, roles=COORDINATING, but=person.id):
            raise Problem("conflict", errors={"role": "last"})
