"""Every select on people, phones, codes and sessions."""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from feedback_app.base.db import AnySession
from feedback_app.base.look_up import look_up
from feedback_app.enrol import budget, budget_store
from feedback_app.enrol.tables import (
    AccountLink,
    Attempt,
    DeskSession,
    Device,
    EnrolmentCode,
    Membership,
    Person,
    SignInTry,
)
from feedback_app.register.lookup_store import is_below, label_of, path_of

Widen = Callable[..., Select[Any]]
"""Adds columns to a statement about phones, which it gets with the columns of their `programme` and `device`."""

_OF_PHONE = (
    select(
        Device.id, Device.programme_id, Device.person_id, Device.role, Device.place_code, path_of(Device.place_code),
        Device.instruments, Device.past_scopes, Device.app_version, Device.last_seen_at, Device.clock_offset_ms,
        Device.health, Device.token_hash != bindparam("token_hash"),
        case((Device.posting_hash.is_not(None), Device.keys_since)), Device.revoked_at,
        Device.used_day, *(getattr(Device, f"used_{name}") for name in budget.COUNTED),
    )
    .where(or_(Device.token_hash == bindparam("token_hash"), Device.next_token_hash == bindparam("token_hash")))
)  # fmt: skip


COLUMNS_OF_PHONE = len(_OF_PHONE.selected_columns)


@functools.cache
def _by_token(widen: Widen | None) -> Select[Any]:
    return widen(_OF_PHONE, programme=Device.programme_id, device=Device.id) if widen else _OF_PHONE


def device_by_token(session: AnySession, token_hash: str, widen: Widen | None = None) -> tuple[Any, ...] | None:
    """What `DeviceIdentity` says of the phone with this token's hash, whether it is that of its next token, since
    when it has keys of its own, when it was revoked, and what it handed over on which day (`budget.Usage`); after
    these `COLUMNS_OF_PHONE`, what `widen` adds."""
    return next(iter(look_up(session, _by_token(widen), token_hash=token_hash)), None)


_CONTACT = update(Device).where(Device.id == bindparam("device"))
_SEEN = _CONTACT.values(last_seen_at=bindparam("at"), clock_offset_ms=bindparam("offset"), **budget_store.ADDED)
_HEARD = _SEEN.values(health=bindparam("reported"), app_version=bindparam("version"))


@dataclass(frozen=True, slots=True)
class Contact:
    """What a phone's row says of its last exchange."""

    at: dt.datetime | None
    clock_offset_ms: int | None
    health: Mapping[str, Any] | None
    app_version: str

    def differs_enough_from(self, noted: Contact) -> bool:
        """Whether the row must say so at once. Not where it is less than a minute younger than what is noted, and
        differs by the bytes that any exchange costs: a phone that hands over much has many exchanges a minute."""
        is_recent = self.at and noted.at and dt.timedelta(0) <= self.at - noted.at < NOTED_EVERY
        drift = dt.timedelta(milliseconds=(self.clock_offset_ms or 0) - (noted.clock_offset_ms or 0))
        same = self.health is None or _lasting(self.health) == _lasting(noted.health)
        return not (is_recent and same and self.app_version == noted.app_version and abs(drift) < NOTED_EVERY)


NOTED_EVERY = dt.timedelta(minutes=1)
_CHANGES_ALWAYS = frozenset({"free_bytes", "month_bytes"})


def _lasting(health: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (health or {}).items() if name not in _CHANGES_ALWAYS}


def note_contact(
    session: AnySession, device_id: uuid.UUID, contact: Contact, *, at: dt.datetime, delivered: budget.Amounts
) -> None:
    """Writes into a phone's row when it spoke, how far off its clock is, how much it delivered and, where it is
    reported, its health."""
    counted = budget_store.added(delivered, at)
    seen = {"device": device_id, "at": contact.at, "offset": contact.clock_offset_ms, **counted}
    if contact.health is None:
        look_up(session, _SEEN, **seen)
    else:
        look_up(session, _HEARD, **seen, reported=contact.health, version=contact.app_version)


def note_scopes(session: AnySession, device_id: uuid.UUID, scopes: Sequence[Mapping[str, Any]]) -> None:
    """Writes into a phone's row which scopes it has had."""
    session.execute(update(Device).where(Device.id == device_id).values(past_scopes=list(scopes)))


def person_by_login(session: AnySession, login: str) -> Person | None:
    """The person who signs in as this."""
    return session.scalars(select(Person).where(Person.login == login)).one_or_none()


def memberships(session: AnySession, person_id: uuid.UUID) -> Sequence[tuple[str, str, str, str]]:
    """(programme, role, place code, place path) of each role of a person."""
    where = Membership.place_code
    chosen = select(Membership.programme_id, Membership.role, where, path_of(where))
    rows = session.execute(chosen.where(Membership.person_id == person_id))
    return [(a, b, c, d) for a, b, c, d in rows]


def take_code(session: AnySession, code_hash: str, now: dt.datetime) -> EnrolmentCode | None:
    """The unused, unexpired code of this hash, marked used in one statement: of two phones exactly one gets it."""
    if not end_code(session, code_hash, now):
        return None
    return session.get_one(EnrolmentCode, code_hash, populate_existing=True)


def attempt_at(
    session: AnySession, *, kind: str, source: str, since: dt.datetime, until: dt.datetime, newest: int
) -> dt.datetime | None:
    """When the wrong guess of an address was that is the `newest`-th, counted back; None when there are not so many."""
    mine = Attempt.kind == kind, Attempt.source == source[:64]
    chosen = select(Attempt.at).where(*mine, Attempt.at > since, Attempt.at <= until)
    return session.scalars(chosen.order_by(Attempt.at.desc()).offset(newest - 1).limit(1)).first()


def note_attempt(session: AnySession, attempt: Attempt) -> bool:
    """Writes a wrong guess down, once however often and by how many at once it is made. Whether it is a new one."""
    row = {"id": attempt.id, "kind": attempt.kind, "source": attempt.source, "at": attempt.at}
    dialect = session.get_bind().dialect.name
    made = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(Attempt).values(row)
    known = session.get(Attempt, attempt.id) is not None
    session.execute(made.on_conflict_do_update(index_elements=["id"], set_={"at": attempt.at}))
    return not known


def sweep(session: AnySession, *, now: dt.datetime, month_ago: dt.datetime) -> int:
    """Deletes what has ended; returns how many rows."""
    ended = (
        delete(DeskSession).where(DeskSession.expires_at <= now),
        delete(Attempt).where(Attempt.at <= month_ago),
        delete(SignInTry).where(SignInTry.at <= month_ago),
        delete(AccountLink).where(AccountLink.expires_at <= now),
        delete(EnrolmentCode).where(EnrolmentCode.expires_at <= month_ago),
    )
    return sum(session.execute(one).rowcount for one in ended)  # type: ignore[attr-defined]


def _of_area(programme: str, paths: Sequence[str]) -> ColumnElement[bool]:
    return and_(Device.programme_id == programme, is_below(Device.place_code, paths))


_LONGEST_SILENT_FIRST = (
    Device.revoked_at.is_not(None), Device.last_seen_at.is_not(None), Device.last_seen_at, Device.id,
)  # fmt: skip


def phone_lines(session: AnySession, programme: str, paths: Sequence[str]) -> Iterator[tuple[uuid.UUID, str]]:
    """Of each phone of a programme in this area its id and what it is found by, the longest silent first."""
    columns = Device.id, Person.name, label_of(Device.place_code), Device.name
    chosen = select(*columns).join(Person, Person.id == Device.person_id).where(_of_area(programme, paths))
    rows = session.execute(chosen.order_by(*_LONGEST_SILENT_FIRST))
    return ((device, " ".join(map(str, named))) for device, *named in rows)


def phones(
    session: AnySession, programme: str, paths: Sequence[str], ids: Collection[uuid.UUID] | None = None
) -> Sequence[tuple[Device, str, str]]:
    """(phone, person's name, place label) of a programme in this area, of all or of these; the longest silent first."""
    chosen = select(Device, Person.name, label_of(Device.place_code)).join(Person, Person.id == Device.person_id)
    if ids is not None:
        chosen = chosen.where(Device.id.in_(ids))
    rows = session.execute(chosen.where(_of_area(programme, paths)).order_by(*_LONGEST_SILENT_FIRST))
    return [(device, name, label) for device, name, label in rows]


def open_codes(
    session: AnySession, programme: str, paths: Sequence[str], now: dt.datetime
) -> Sequence[tuple[EnrolmentCode, str]]:
    """(code, place label) of the codes in this area that can still be used, the newest first."""
    chosen = select(EnrolmentCode, label_of(EnrolmentCode.place_code))
    rows = session.execute(
        chosen.where(
            EnrolmentCode.programme_id == programme,
            EnrolmentCode.used_at.is_(None),
            EnrolmentCode.expires_at > now,
            is_below(EnrolmentCode.place_code, paths),
        ).order_by(EnrolmentCode.created_at.desc())
    )
    return [(code, label) for code, label in rows]


def end_code(session: AnySession, code_hash: str, now: dt.datetime) -> bool:
    """Ends a code that can still be used, as if it had been: no phone gets in by it, after a restore neither. Whether
    there was one."""
    waits = update(EnrolmentCode).where(
        EnrolmentCode.code_hash == code_hash, EnrolmentCode.used_at.is_(None), EnrolmentCode.expires_at > now
    )
    ended = session.execute(waits.values(used_at=now).execution_options(synchronize_session=False))
    return bool(ended.rowcount)  # type: ignore[attr-defined]


def has_open_code(session: AnySession, programme: str, now: dt.datetime) -> bool:
    """Whether a code of a programme, made by nobody in particular, can still be used."""
    chosen = select(EnrolmentCode.code_hash).where(
        EnrolmentCode.programme_id == programme, EnrolmentCode.used_at.is_(None), EnrolmentCode.expires_at > now,
        EnrolmentCode.created_by.is_(None), EnrolmentCode.person_name.is_(None),
    )  # fmt: skip
    return session.execute(chosen.limit(1)).first() is not None
