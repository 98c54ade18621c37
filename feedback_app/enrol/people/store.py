"""Statements on accounts: who has which role where, their one-time links, their phones."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from feedback_app.base.db import AnySession
from feedback_app.enrol.tables import AccountLink, Device, Membership, Person
from feedback_app.register.lookup_store import is_below, label_of, path_of


@dataclass(frozen=True, slots=True)
class PersonRole:
    """A role of a person, and where."""

    programme: str
    role: str
    place: str
    place_path: str
    place_label: str


def roles_of(session: AnySession, person_id: uuid.UUID) -> list[PersonRole]:
    """All roles of a person, in all programmes."""
    where = Membership.place_code
    chosen = select(Membership.programme_id, Membership.role, where, path_of(where), label_of(where))
    mine = chosen.where(Membership.person_id == person_id).order_by(Membership.programme_id, Membership.role)
    return [PersonRole(*row) for row in session.execute(mine)]


def people(session: AnySession, programme: str, paths: Sequence[str]) -> list[tuple[Person, list[PersonRole]]]:
    """Who has a role of a programme in this area, and these roles; by name, deactivated people last."""
    where = Membership.place_code
    chosen = select(Person, Membership.programme_id, Membership.role, where, path_of(where), label_of(where))
    mine = Membership.programme_id == programme, is_below(where, paths)
    rows = session.execute(
        chosen.join(Membership, Membership.person_id == Person.id)
        .where(*mine)
        .order_by(Person.active.desc(), Person.name, Person.id, Membership.role)
    )
    found: dict[uuid.UUID, tuple[Person, list[PersonRole]]] = {}
    for person, *given in rows:
        found.setdefault(person.id, (person, []))[1].append(PersonRole(*given))
    return list(found.values())


def membership(session: AnySession, person_id: uuid.UUID, programme: str, role: str) -> Membership | None:
    """One role of a person; None when they do not have it."""
    mine = Membership.person_id == person_id, Membership.programme_id == programme, Membership.role == role
    return session.scalars(select(Membership).where(*mine)).one_or_none()


def has_other(session: AnySession, programme: str, *, place: str, roles: Collection[str], but: uuid.UUID) -> bool:
    """Whether somebody else who can sign in has one of these roles for this place, and has it until this transaction
    ends: two who take each other's role at once do not both succeed."""
    chosen = select(Person.id).join(Membership, Membership.person_id == Person.id)
    mine = Membership.programme_id == programme, Membership.place_code == place, Membership.role.in_(roles)
    fit = Person.active, Person.password_hash.is_not(None), Person.id != but
    return session.scalars(chosen.where(*mine, *fit).limit(1).with_for_update()).first() is not None


def end_links(session: AnySession, person_id: uuid.UUID) -> int:
    """Ends the one-time link of a person; how many there were."""
    done = session.execute(delete(AccountLink).where(AccountLink.person_id == person_id))
    return int(done.rowcount)  # type: ignore[attr-defined]


def open_link(session: AnySession, person_id: uuid.UUID, now: dt.datetime) -> AccountLink | None:
    """The one-time link of a person that nobody has used yet."""
    mine = AccountLink.person_id == person_id, AccountLink.expires_at > now
    return session.scalars(select(AccountLink).where(*mine)).first()


def waiting_links(session: AnySession, people: Collection[uuid.UUID], now: dt.datetime) -> set[uuid.UUID]:
    """Those of these people who have a one-time link that nobody has used yet."""
    mine = AccountLink.person_id.in_(people), AccountLink.expires_at > now
    return set(session.scalars(select(AccountLink.person_id).where(*mine)))


def person_of_link(session: AnySession, token_hash: str, now: dt.datetime) -> Person | None:
    """The active person whose one-time link this is."""
    chosen = select(Person).join(AccountLink, AccountLink.person_id == Person.id)
    mine = AccountLink.token_hash == token_hash, AccountLink.expires_at > now, Person.active
    return session.scalars(chosen.where(*mine)).one_or_none()


def take_link(session: AnySession, token_hash: str) -> bool:
    """Uses a one-time link up, in one statement: of two who send it exactly one does. Whether it was there."""
    done = session.execute(delete(AccountLink).where(AccountLink.token_hash == token_hash))
    return bool(done.rowcount)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class PersonPhone:
    """A phone that may speak for a person."""

    id: uuid.UUID
    name: str
    programme: str
    place_path: str
    place_label: str
    last_seen_at: dt.datetime | None


def phones_of(session: AnySession, person_id: uuid.UUID) -> list[PersonPhone]:
    """The phones of a person that are not revoked."""
    where = Device.place_code
    columns = Device.id, Device.name, Device.programme_id, path_of(where), label_of(where), Device.last_seen_at
    mine = Device.person_id == person_id, Device.revoked_at.is_(None)
    return [PersonPhone(*row) for row in session.execute(select(*columns).where(*mine).order_by(Device.enrolled_at))]
