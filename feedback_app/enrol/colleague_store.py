"""Who may do something in a programme, and where: to give them work."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area, permitted_areas_of
from feedback_app.enrol.tables import Membership, Person
from feedback_app.register.lookup_store import place_labels_and_paths
from schemas.roles import Permission


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may do something in a programme, and where."""

    name: str
    area: Area


@dataclass(frozen=True, slots=True)
class _Role:
    programme: str
    role: str
    place_path: str


@dataclass(frozen=True, slots=True)
class _Roles:
    memberships: Sequence[_Role]


def who_may(session: AnySession, permission: Permission, programme_id: str) -> dict[uuid.UUID, Colleague]:
    """Who has a login and may do this in a programme, and where, in the order of their names."""
    chosen = select(Person.id, Person.name, Membership.role, Membership.place_code).join(
        Membership, Membership.person_id == Person.id
    )
    mine = Membership.programme_id == programme_id, Person.active, Person.login.is_not(None)
    rows = session.execute(chosen.where(*mine).order_by(Person.name, Person.id)).all()
    places = place_labels_and_paths(session, {place for _, _, _, place in rows})
    names, roles = {key: name for key, name, _, _ in rows}, dict[uuid.UUID, list[_Role]]()
    for key, _, role, place in rows:
        if place in places:
            roles.setdefault(key, []).append(_Role(programme_id, role, places[place][1]))
    areas = {key: permitted_areas_of(_Roles(some), permission).get(programme_id) for key, some in roles.items()}
    return {key: Colleague(names[key], area) for key, area in areas.items() if area}
