"""Reading who may speak out of a database, and writing it into a restored one."""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Engine, LargeBinary, Uuid, delete, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from feedback_app.base.db import AnySession, Base, UtcDateTime
from feedback_app.enrol.tables import DeskSession, Device, EnrolmentCode, Membership, Person
from feedback_app.forms.tables import Instrument
from feedback_app.ledger.tables import Epoch
from feedback_app.register.tables import Organisation, Place, Programme, ProgrammeKey
from feedback_app.safe.access import Access, Row, merged_row

TABLES: tuple[type[Base], ...] = (
    Place, Programme, ProgrammeKey, Organisation, Person, Membership, EnrolmentCode, Device, Instrument,
)  # fmt: skip
"""In the order in which they can be written: each names only rows of those before it."""
FOLLOWED: tuple[type[Base], ...] = (Person, EnrolmentCode, Device)
"""Of these a restored row takes the later state; of the others only missing rows are added."""
VOLATILE = frozenset({"last_seen_at", "clock_offset_ms", "health", "failed_logins", "locked_until"})
"""What changes at each contact and is no part of who may speak."""


def life(session: AnySession) -> str:
    """Which database this is, whatever was restored into it since: the name of its first epoch."""
    return session.scalars(select(Epoch.id).order_by(Epoch.n).limit(1)).first() or ""


def access(session: AnySession) -> Access:
    """Who may speak now."""
    made = {table.__tablename__: _rows(session, table) for table in TABLES if table is not Place}
    named = {row["place_code"] for rows in made.values() for row in rows.values() if row.get("place_code")}
    paths = session.scalars(select(Place.path).where(Place.code.in_(named))).all() if named else []
    codes = {code for path in paths for code in path.split("/") if code}
    return {"place": _rows(session, Place, Place.code.in_(codes))} | made


def access_of(engine: Engine) -> tuple[str, Access]:
    """As (life, access) of a database; of one that cannot be read, nothing."""
    try:
        with Session(engine) as session:
            return life(session), access(session)
    except DatabaseError:
        return "", {}


def _rows(session: AnySession, table: type[Base], *where: Any) -> dict[str, Row]:
    columns = [column for column in table.__table__.columns if column.name not in VOLATILE]
    found = session.execute(select(*columns).where(*where)).all()
    rows = [{column.name: _json(value) for column, value in zip(columns, row, strict=True)} for row in found]
    return {_key(table, row): row for row in rows}


def _key(table: type[Base], row: Mapping[str, Any]) -> str:
    return "|".join(str(row[column.name]) for column in table.__table__.primary_key)


def _json(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def _value(column: Any, said: Any) -> Any:
    if not isinstance(said, str):
        return said
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(said)
    if isinstance(column.type, UtcDateTime):
        return dt.datetime.fromisoformat(said)
    return uuid.UUID(said) if isinstance(column.type, Uuid) else said


def write(session: AnySession, noted: Access) -> None:
    """Brings a restored database up to what is noted. Nobody stays signed in: a session that was ended might be
    back."""
    session.execute(delete(DeskSession))
    for table in TABLES:
        for row in sorted(noted.get(table.__tablename__, {}).values(), key=_depth):
            _write_row(session, table, row)
        session.flush()
    _drop_memberships(session, noted)


def _depth(row: Row) -> int:
    return len(str(row.get("path") or ""))  # a place's parent comes before it


def _write_row(session: AnySession, table: type[Base], row: Row) -> None:
    columns = {column.name: column for column in table.__table__.columns if column.name not in VOLATILE}
    values = {name: _value(columns[name], said) for name, said in row.items() if name in columns}
    held = session.get(table, tuple(values[column.name] for column in table.__table__.primary_key))
    if held is None:
        _add(session, table, values)
    elif table in FOLLOWED:
        here = {name: _json(getattr(held, name)) for name in columns}
        for name, said in merged_row(here, row).items():
            if name in columns and said != here[name]:
                setattr(held, name, _value(columns[name], said))


def _add(session: AnySession, table: type[Base], values: dict[str, Any]) -> None:
    if table is Person and _is_taken(session, values.get("login")):
        values = values | {"login": None, "password_hash": None}
    if table is Membership and _is_member(session, values):
        return
    if table is Instrument and values.get("current"):
        same = Instrument.programme_id == values["programme_id"], Instrument.name == values["name"]
        session.execute(update(Instrument).where(*same).values(current=False))
    session.add(table(**values))
    session.flush()


def _is_taken(session: AnySession, login: str | None) -> bool:
    return login is not None and session.scalars(select(Person.id).where(Person.login == login)).first() is not None


def _is_member(session: AnySession, values: Mapping[str, Any]) -> bool:
    same = select(Membership.id).where(
        Membership.person_id == values["person_id"], Membership.programme_id == values["programme_id"],
        Membership.role == values["role"],
    )  # fmt: skip
    return session.scalars(same).first() is not None


def _drop_memberships(session: AnySession, noted: Access) -> None:
    """Takes back rights that a person whose state is noted no longer had."""
    known, kept = _ids(noted.get("person", {})), _ids(noted.get("membership", {}))
    for one in session.scalars(select(Membership)).all():
        if one.person_id in known and one.id not in kept:
            session.delete(one)
    session.flush()


def _ids(keys: Iterable[str]) -> set[uuid.UUID]:
    return {uuid.UUID(key) for key in keys}
