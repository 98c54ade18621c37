"""Statements on who has which role where."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.enrol.tables import Membership, Person
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


def people_lines(session: AnySession, programme: str, paths: Sequence[str]) -> list[tuple[uuid.UUID, str]]:
    """Of each who has a role of a programme in this area the id and what they are found by; by name, deactivated people
    last."""
    where = Membership.place_code
    rows = session.execute(
        select(Person.id, Person.name, Person.login, label_of(where))
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.programme_id == programme, is_below(where, paths))
        .order_by(Person.active.desc(), Person.name, Person.id, Membership.role)
    )
    found: dict[uuid.UUID, str] = {}
    for person, name, login, place in rows:
        found[person] = f"{found.get(person) or f'{name} {login or str()}'} {place}"
    return list(found.items())


def people(
    session: AnySession, programme: str, paths: Sequence[str], ids: Collection[uuid.UUID] | None = None
) -> list[tuple[Person, list[PersonRole]]]:
    """Who has a role of a programme in this area, of all or of these people, and these roles; by name, deactivated
    people last."""
    where = Membership.place_code
    chosen = select(Person, Membership.programme_id, Membership.role, where, path_of(where), label_of(where))
    mine = [Membership.programme_id == programme, is_below(where, paths)]
    if ids is not None:
        mine.append(Person.id.in_(ids))
    rows = session.execute(
        chosen.join(Membership, Membership.person_id == Person.id)
        .where(*mine)
        .order_by(Person.active.desc(), Person.name, Person.id, Membership.role)
    )
    found: dict[uuid.UUID, tuple[Person, list[PersonRole]]] = {}
    for person, *given in rows:
        found.setdefault(person.id, (person, []))[1].append(PersonRole(*given))
    return list(found.values())


def holders(session: AnySession, programme: str, paths: Sequence[str], roles: Collection[str]) -> dict[uuid.UUID, str]:
    """The names of all who have one of these roles of a programme in this area, and are not deactivated."""
    mine = Membership.programme_id == programme, Membership.role.in_(roles), is_below(Membership.place_code, paths)
    chosen = select(Person.id, Person.name).join(Membership, Membership.person_id == Person.id)
    return dict(session.execute(chosen.where(*mine, Person.active).order_by(Person.name, Person.id)).all())


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
