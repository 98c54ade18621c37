"""Look-ups of people and phones for the packages after this one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, Select, SQLColumnExpression, select

from feedback_app.base.db import AnySession
from feedback_app.enrol.tables import Device, Person


@dataclass(frozen=True, slots=True)
class PersonInfo:
    """Who somebody is, the language their phone speaks, and since when they are known here."""

    id: uuid.UUID
    name: str
    language: str
    known_since: dt.datetime


def people(session: AnySession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, PersonInfo]:
    """These people."""
    chosen = select(Person.id, Person.name, Person.language, Person.created_at).where(Person.id.in_(ids))
    return {one.id: one for one in (PersonInfo(*row) for row in session.execute(chosen))}


def known_since(person_id: SQLColumnExpression[uuid.UUID | None]) -> ScalarSelect[dt.datetime]:
    """Since when the person is known here whom a column of another table names: a value in a statement on that."""
    return select(Person.created_at).where(Person.id == person_id).correlate_except(Person).scalar_subquery()


def names_in_order(session: AnySession, ids: Select[uuid.UUID | None]) -> list[tuple[uuid.UUID, str]]:
    """(id, name) of the people that a select names, by name."""
    chosen = select(Person.id, Person.name).where(Person.id.in_(ids)).order_by(Person.name)
    return [(one, name) for one, name in session.execute(chosen)]


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """A phone, and whose it is."""

    name: str
    platform: str
    person_id: uuid.UUID
    person: str


def devices(session: AnySession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, DeviceInfo]:
    """These phones."""
    columns = Device.id, Device.name, Device.platform, Person.id, Person.name
    chosen = select(*columns).join(Person, Person.id == Device.person_id).where(Device.id.in_(ids))
    found = session.execute(chosen)
    return {key: DeviceInfo(name, platform, who, person) for key, name, platform, who, person in found}


def device_places(session: AnySession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The place code that each of these phones was enrolled for."""
    return dict(session.execute(select(Device.id, Device.place_code).where(Device.id.in_(ids))).all())


def person_names(session: AnySession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of these people."""
    return dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all())


def device_owner_names(session: AnySession, devices: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Whose phone each of these is."""
    chosen = select(Device.id, Person.name).join(Person, Person.id == Device.person_id).where(Device.id.in_(devices))
    return dict(session.execute(chosen).all())
