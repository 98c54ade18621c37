"""Look-ups of people and phones for the packages after this one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    Text,
    bindparam,
    cast,
    exists,
    func,
    or_,
    select,
)

from feedback_app.base.db import AnySession, is_one_of
from feedback_app.base.look_up import look_up
from feedback_app.enrol.device_keys import vouching_of
from feedback_app.enrol.tables import Device, Membership, Person
from feedback_app.register.lookup_store import is_below, label_of
from sync.signing import Vouching


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


def names_in_order(session: AnySession, ids: Collection[str]) -> list[tuple[str, str]]:
    """(id, name) of these people, however many, by name. Ids are texts, as `str` writes them: of thousands, making
    their objects is most of the work."""
    by_digits = {one.replace("-", ""): one for one in ids}
    found = look_up(session, _NAMES, ids=orjson.dumps([*by_digits]).decode())
    return [(by_digits[digits.replace("-", "")], name) for digits, name in found]


_NAMES = (
    select(cast(Person.id, Text), Person.name)
    .where(is_one_of(Person.id, bindparam("ids", type_=Text())))
    .order_by(Person.name)
)


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


def phones_of(
    session: AnySession, programme_id: str, *, person: uuid.UUID | None, device: uuid.UUID | None
) -> dict[uuid.UUID, str]:
    """The names of a person's phones in a programme, and of this one; of nobody's when neither is given."""
    asked = [column == value for column, value in ((Device.person_id, person), (Device.id, device)) if value]
    if not asked:
        return {}
    chosen = select(Device.id, Device.name).where(Device.programme_id == programme_id, or_(*asked))
    return dict(session.execute(chosen.order_by(Device.name, Device.id)).all())


def phone_ids(programme_id: str, among: Collection[uuid.UUID]) -> Select[uuid.UUID]:
    """The ids of those of these phones that are a programme's, as a statement."""
    return select(Device.id).where(Device.programme_id == programme_id, Device.id.in_(among))


def places_with_phones(session: AnySession, programme_id: str, *, limit: int) -> list[tuple[str, str]]:
    """(code, label) of places that a phone is enrolled for, by label."""
    label = label_of(Device.place_code).label("label")
    mine = Device.programme_id == programme_id, Device.revoked_at.is_(None)
    chosen = select(Device.place_code, label).where(*mine).distinct().order_by(label).limit(limit)
    return [(code, text) for code, text in session.execute(chosen)]


def device_places(session: AnySession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The place code that each of these phones was enrolled for."""
    return dict(session.execute(select(Device.id, Device.place_code).where(Device.id.in_(ids))).all())


def person_names(session: AnySession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of these people."""
    return dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all())


def members(session: AnySession, programmes: Collection[str]) -> dict[uuid.UUID, str]:
    """The names of all who have a role in one of these programmes, in their order."""
    chosen = select(Person.id, Person.name).join(Membership, Membership.person_id == Person.id)
    mine = chosen.where(Membership.programme_id.in_(programmes))
    return dict(session.execute(mine.order_by(Person.name, Person.id)).all())


def people_with_roles(
    session: AnySession, programme_id: str, roles: Collection[str]
) -> Sequence[tuple[uuid.UUID, str]]:
    """(id, name) of all who have one of these roles in a programme, by name."""
    chosen = select(Person.id, Person.name).join(Membership, Membership.person_id == Person.id).distinct()
    mine = Membership.programme_id == programme_id, Membership.role.in_(roles)
    return [(id, name) for id, name in session.execute(chosen.where(*mine).order_by(Person.name, Person.id))]


def device_owner_names(session: AnySession, devices: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Whose phone each of these is."""
    chosen = select(Device.id, Person.name).join(Person, Person.id == Device.person_id).where(Device.id.in_(devices))
    return dict(session.execute(chosen).all())


@dataclass(frozen=True, slots=True)
class PhoneName:
    """A phone as people know it: its name, whose it is, the label of its place."""

    name: str
    person: str
    place: str


def phone_names(session: AnySession, devices: Collection[uuid.UUID]) -> dict[uuid.UUID, PhoneName]:
    """What people call these phones."""
    chosen = select(Device.id, Device.name, Person.name, label_of(Device.place_code))
    rows = session.execute(chosen.join(Person, Person.id == Device.person_id).where(Device.id.in_(devices)))
    return {device: PhoneName(*names) for device, *names in rows}


@dataclass(frozen=True, slots=True)
class PhoneContact:
    """When a phone last spoke, and what it then still held."""

    id: uuid.UUID
    enrolled_at: dt.datetime
    last_seen_at: dt.datetime | None
    unsent: int
    """Records."""
    media_bytes: int
    """Of photos and voices."""

    @property
    def holds(self) -> bool:
        """Whether anything was still on it."""
        return bool(self.unsent or self.media_bytes)


def count_phones(session: AnySession, programme_id: str, paths: Sequence[str]) -> int:
    """How many phones of a programme in this area may speak."""
    return session.scalar(select(func.count()).select_from(Device).where(*_speaking(programme_id, paths))) or 0


def quiet_phones(
    session: AnySession, programme_id: str, paths: Sequence[str], *, since: dt.datetime, until: dt.datetime
) -> list[PhoneContact]:
    """Those of them that were not heard between two moments, the longest silent first. One that never spoke was heard
    when it was enrolled."""
    heard = func.coalesce(Device.last_seen_at, Device.enrolled_at)
    order = Device.last_seen_at.is_not(None), Device.last_seen_at, Device.id
    return _contacts(session, _speaking(programme_id, paths), or_(heard < since, heard > until), order=order)


def phone_contacts(
    session: AnySession, programme_id: str, paths: Sequence[str], ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, PhoneContact]:
    """Those of these phones that are of a programme in this area and may speak."""
    return {one.id: one for one in _contacts(session, _speaking(programme_id, paths), Device.id.in_(ids))}


def _speaking(programme_id: str, paths: Sequence[str]) -> Sequence[ColumnElement[bool]]:
    return Device.programme_id == programme_id, Device.revoked_at.is_(None), is_below(Device.place_code, paths)


def _contacts(
    session: AnySession, speaking: Sequence[ColumnElement[bool]], *asked: ColumnElement[bool], order: Sequence[Any] = ()
) -> list[PhoneContact]:
    chosen = select(Device.id, Device.enrolled_at, Device.last_seen_at, Device.health).where(*speaking, *asked)
    return [
        PhoneContact(device, since, seen, _number(health, "unsent"), _number(health, "media_pending_bytes"))
        for device, since, seen, health in session.execute(chosen.order_by(*order))
    ]


def _number(health: object, name: str) -> int:
    found = health.get(name) if isinstance(health, dict) else None
    return found if isinstance(found, int) else 0


def owner_of(device_id: SQLColumnExpression[Any]) -> ScalarSelect[uuid.UUID]:
    """In a statement on other rows: whose phone it is that this column names."""
    return select(Device.person_id).where(Device.id == device_id).correlate_except(Device).scalar_subquery()


def is_phone_below(device_id: SQLColumnExpression[Any], paths: Sequence[str]) -> ColumnElement[bool]:
    """In a statement on other rows: whether the phone that this column names is of a place on one of these paths."""
    return exists().where(Device.id == device_id, is_below(Device.place_code, paths)).correlate_except(Device)


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone that is or was enrolled, as what it hands over is judged by it."""

    id: uuid.UUID
    name: str
    """The handset, as it called itself."""
    programme_id: str
    person_id: uuid.UUID
    place_code: str
    role: str
    instruments: Sequence[Any] | None
    past_scopes: Sequence[Any] | None
    is_revoked: bool
    is_vouched: bool
    """Somebody said whose it was, where only a file of it came (`vouching`)."""
    vouching: Vouching
    """What its items are checked with."""


def phone_by_id(session: AnySession, device_id: uuid.UUID) -> Phone | None:
    """A phone; None when there is none of this id."""
    device = session.get(Device, device_id)
    return phone_of(device) if device else None


def vouching_by_id(session: AnySession, device_id: uuid.UUID) -> Vouching:
    """What the items of this phone are checked with."""
    return vouching_of(session.get_one(Device, device_id))


def phone_of(device: Device) -> Phone:
    """A phone's row for other packages."""
    return Phone(
        id=device.id, name=device.name, programme_id=device.programme_id, person_id=device.person_id,
        place_code=device.place_code,
        role=device.role, instruments=device.instruments, past_scopes=device.past_scopes,
        is_revoked=device.revoked_at is not None, is_vouched=device.vouched_by is not None,
        vouching=vouching_of(device),
    )  # fmt: skip
