"""Every select on people, phones, places and programmes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, bindparam, delete, false, func, insert, or_, select, text, update

from feedback_app.base.db import AnySession, Json, look_up
from feedback_app.enrol.places import PlaceRow
from feedback_app.enrol.projects import Funder
from feedback_app.enrol.tables import (
    Attempt,
    DeskSession,
    Device,
    EnrolmentCode,
    Membership,
    Organisation,
    Person,
    Place,
    PlaceShape,
    Programme,
    ProgrammeKey,
    Project,
    ProjectFunder,
)
from sync.sealing import vouching_key

_BY_TOKEN = (
    select(
        Device.id, Device.programme_id, Device.person_id, Device.role, Device.place_code, Place.path,
        Device.instruments, Device.past_scopes, Device.app_version, Device.revoked_at,
    )
    .join(Place, Place.code == Device.place_code)
    .where(Device.token_hash == bindparam("token_hash"))
)  # fmt: skip


def device_by_token(session: AnySession, token_hash: str) -> Row[*tuple[Any, ...]] | None:
    """What `DeviceIdentity` says of the phone with this token's hash, and when it was revoked."""
    return look_up(session, _BY_TOKEN, token_hash=token_hash).one_or_none()


def vouching_key_of(session: AnySession, device_id: uuid.UUID) -> bytes:
    """What this phone vouches with for what it seals (`sync.sealing`)."""
    return vouching_key(session.get_one(Device, device_id).token_hash)


_CONTACT = update(Device).where(Device.id == bindparam("device"))
_SEEN = _CONTACT.values(last_seen_at=bindparam("at"), clock_offset_ms=bindparam("offset"))
_HEARD = _SEEN.values(health=bindparam("said"), app_version=bindparam("version"))


def note_contact(
    session: AnySession,
    device_id: uuid.UUID,
    *,
    at: dt.datetime,
    clock_offset_ms: int | None,
    said: Mapping[str, Any] | None,
    app_version: str,
) -> None:
    """Writes into a phone's row when it spoke, how far off its clock is and, where it said so, how it is doing."""
    seen = {"device": device_id, "at": at, "offset": clock_offset_ms}
    if said is None:
        look_up(session, _SEEN, **seen)
    else:
        look_up(session, _HEARD, **seen, said=said, version=app_version)


def note_scopes(session: AnySession, device_id: uuid.UUID, scopes: Sequence[Mapping[str, Any]]) -> None:
    """Writes into a phone's row which scopes it was told of."""
    session.execute(update(Device).where(Device.id == device_id).values(past_scopes=list(scopes)))


def person_by_session(session: AnySession, token_hash: str, now: dt.datetime) -> Person | None:
    """The active person whose desk session this is, if it has not ended."""
    chosen = select(Person).join(DeskSession, DeskSession.person_id == Person.id)
    return session.scalars(
        chosen.where(DeskSession.token_hash == token_hash, DeskSession.expires_at > now, Person.active)
    ).one_or_none()


def person_by_login(session: AnySession, login: str) -> Person | None:
    """The person who signs in as this, locked for this transaction so that failures are counted one by one."""
    return session.scalars(select(Person).where(Person.login == login).with_for_update()).one_or_none()


def end_session(session: AnySession, token_hash: str) -> None:
    """Ends a desk session."""
    session.execute(delete(DeskSession).where(DeskSession.token_hash == token_hash))


def memberships(session: AnySession, person_id: uuid.UUID) -> Sequence[tuple[str, str, str, str]]:
    """(programme, role, place code, place path) of each role of a person."""
    chosen = select(Membership.programme_id, Membership.role, Membership.place_code, Place.path)
    rows = session.execute(
        chosen.join(Place, Place.code == Membership.place_code).where(Membership.person_id == person_id)
    )
    return [(a, b, c, d) for a, b, c, d in rows]


def place_trunk(session: AnySession) -> dict[str, tuple[str, str]]:
    """{code: (path, name)} of every place."""
    return {code: (path, name) for code, path, name in session.execute(select(Place.code, Place.path, Place.name))}


def held_places(session: AnySession) -> list[PlaceRow]:
    """Every place, as a file would say it (row 0)."""
    chosen = select(
        Place.code, Place.parent_code, Place.level, Place.name, Place.lat, Place.lng, Place.population, Place.path,
        Place.label,
    )  # fmt: skip
    return [PlaceRow(0, *row) for row in session.execute(chosen)]


def insert_places(session: AnySession, rows: Sequence[Mapping[str, Any]]) -> None:
    """New places; parents come first."""
    if rows:
        session.execute(insert(Place.__table__), [dict(row) for row in rows])  # type: ignore[arg-type]


def update_places(session: AnySession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Gives places, by code, these values."""
    _update(session, Place.__table__, rows)  # type: ignore[arg-type]


def write_labels(session: AnySession, labels: Mapping[str, str]) -> None:
    """Gives each place its label, where it has another."""
    if not labels:
        return
    rows = session.execute(select(Place.code, Place.label))
    _update(session, Place.__table__, [  # type: ignore[arg-type]
        {"code": code, "label": labels[code]} for code, label in rows if labels.get(code, label) != label
    ])  # fmt: skip
    for place in [one for one in session if isinstance(one, Place)]:
        session.expire(place)


def shapes_of(session: AnySession, codes: Sequence[str] | None) -> dict[str, Json]:
    """The outlines of these places that are held; None stands for all."""
    chosen = select(PlaceShape.code, PlaceShape.geometry)
    parts = [None] if codes is None else [codes[at : at + 500] for at in range(0, len(codes), 500)]
    found: dict[str, Json] = {}
    for part in parts:
        rows = session.execute(chosen if part is None else chosen.where(PlaceShape.code.in_(part)))
        found.update((code, geometry) for code, geometry in rows)
    return found


def lock_register(session: AnySession) -> None:
    """Lets nobody else change places and projects until this transaction ends: what was looked at is what is written.

    SQLite's writers take turns anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("lock table place, place_shape, project, project_funder in share row exclusive mode"))


def projects_of(session: AnySession, programme: str) -> dict[str, Project]:
    """Every project of a programme, by its id."""
    return {one.id: one for one in session.scalars(select(Project).where(Project.programme_id == programme))}


def funders_of(session: AnySession, programme: str) -> dict[str, list[Funder]]:
    """Who pays for each project of a programme."""
    chosen = select(ProjectFunder.project_id, Organisation.id, Organisation.name, ProjectFunder.share).join(
        Organisation, Organisation.id == ProjectFunder.organisation_id
    )
    found: dict[str, list[Funder]] = {}
    for project, key, name, share in session.execute(chosen.where(ProjectFunder.programme_id == programme)):
        found.setdefault(project, []).append(Funder(key, name, share))
    return found


def drop_funders(session: AnySession, programme: str, project: str, *, keep: Collection[str]) -> None:
    """Takes away who no longer pays for a project."""
    mine = (ProjectFunder.programme_id == programme, ProjectFunder.project_id == project)
    session.execute(delete(ProjectFunder).where(*mine, ProjectFunder.organisation_id.not_in(keep)))


def write_shapes(session: AnySession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts or replaces outlines, by code."""
    held = set(session.scalars(select(PlaceShape.code)))
    fresh = [dict(row) for row in rows if row["code"] not in held]
    if fresh:
        session.execute(insert(PlaceShape.__table__), fresh)  # type: ignore[arg-type]
    _update(session, PlaceShape.__table__, [row for row in rows if row["code"] in held])  # type: ignore[arg-type]


def _update(session: AnySession, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    values = {name: bindparam(f"_{name}", type_=table.c[name].type) for name in rows[0] if name != "code"}
    told = [{f"_{name}": value for name, value in row.items()} for row in rows]
    session.connection().execute(update(table).where(table.c.code == bindparam("_code")).values(values), told)


def take_code(session: AnySession, code_hash: str, now: dt.datetime) -> EnrolmentCode | None:
    """The unused, unexpired code of this hash, marked used in one statement: of two phones exactly one gets it."""
    fits = update(EnrolmentCode).where(
        EnrolmentCode.code_hash == code_hash, EnrolmentCode.used_at.is_(None), EnrolmentCode.expires_at > now
    )
    if session.execute(fits.values(used_at=now).execution_options(synchronize_session=False)).rowcount != 1:  # type: ignore[attr-defined]
        return None
    return session.get_one(EnrolmentCode, code_hash, populate_existing=True)


def attempts_since(session: AnySession, *, kind: str, source: str, since: dt.datetime) -> int:
    """How many wrong guesses of a kind came from an address."""
    chosen = select(func.count()).where(Attempt.kind == kind, Attempt.source == source[:64], Attempt.at > since)
    return session.execute(chosen).scalar_one()


def sweep(session: AnySession, *, now: dt.datetime, month_ago: dt.datetime) -> int:
    """Deletes what has ended; returns how many rows."""
    ended = (
        delete(DeskSession).where(DeskSession.expires_at <= now),
        delete(Attempt).where(Attempt.at <= month_ago),
        delete(EnrolmentCode).where(EnrolmentCode.expires_at <= month_ago),
    )
    return sum(session.execute(one).rowcount for one in ended)  # type: ignore[attr-defined]


def programmes(session: AnySession) -> Sequence[Programme]:
    """Every programme, oldest first."""
    return session.scalars(select(Programme).order_by(Programme.created_at, Programme.id)).all()


def programmes_without_key(session: AnySession) -> Sequence[Programme]:
    """Those that have no key pair yet."""
    keyed = select(ProgrammeKey.programme_id)
    lacking = or_(Programme.public_key.is_(None), Programme.id.not_in(keyed))
    return session.scalars(select(Programme).where(lacking)).all()


def programme_keys(session: AnySession) -> Sequence[ProgrammeKey]:
    """Every private key."""
    return session.scalars(select(ProgrammeKey).order_by(ProgrammeKey.programme_id)).all()


def under(paths: Sequence[str]) -> ColumnElement[bool]:
    """A place that is one of these paths, or lies below one."""
    return or_(false(), *(func.substr(Place.path, 1, len(path)) == path for path in paths))


def people(session: AnySession, programme: str, paths: Sequence[str]) -> Sequence[tuple[Person, str, str]]:
    """(person, role, place label) of a programme on this ground, by name."""
    chosen = select(Person, Membership.role, Place.label).join(Membership, Membership.person_id == Person.id)
    rows = session.execute(
        chosen.join(Place, Place.code == Membership.place_code)
        .where(Membership.programme_id == programme, under(paths))
        .order_by(Person.name, Person.id)
    )
    return [(person, role, label) for person, role, label in rows]


def phones(session: AnySession, programme: str, paths: Sequence[str]) -> Sequence[tuple[Device, str, str]]:
    """(phone, person's name, place label) of a programme on this ground, the longest silent first."""
    chosen = select(Device, Person.name, Place.label).join(Person, Person.id == Device.person_id)
    rows = session.execute(
        chosen.join(Place, Place.code == Device.place_code)
        .where(Device.programme_id == programme, under(paths))
        .order_by(Device.revoked_at.is_not(None), Device.last_seen_at.is_not(None), Device.last_seen_at, Device.id)
    )
    return [(device, name, label) for device, name, label in rows]


def open_codes(
    session: AnySession, programme: str, paths: Sequence[str], now: dt.datetime
) -> Sequence[tuple[EnrolmentCode, str]]:
    """(code, place label) of the codes on this ground that can still be used, the newest first."""
    chosen = select(EnrolmentCode, Place.label).join(Place, Place.code == EnrolmentCode.place_code)
    rows = session.execute(
        chosen.where(
            EnrolmentCode.programme_id == programme,
            EnrolmentCode.used_at.is_(None),
            EnrolmentCode.expires_at > now,
            under(paths),
        ).order_by(EnrolmentCode.created_at.desc())
    )
    return [(code, label) for code, label in rows]


def find_places(session: AnySession, paths: Sequence[str], *, words: str, limit: int = 50) -> Sequence[Place]:
    """Places on this ground whose folded name holds `words` (folded too); without words its widest."""
    chosen = select(Place).where(under(paths))
    if words:
        chosen = chosen.where(Place.search.contains(words, autoescape=True))
    return session.scalars(chosen.order_by(func.length(Place.path), Place.name).limit(limit)).all()
