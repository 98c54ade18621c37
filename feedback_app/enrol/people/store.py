"""Statements on accounts: their one-time links, their phones."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select

from feedback_app.base.db import AnySession
from feedback_app.enrol.tables import AccountLink, Device, Person
from feedback_app.register.lookup_store import label_of, path_of


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


def person_by_id(session: AnySession, person_id: uuid.UUID) -> Person | None:
    """A person; None when there is none of this id."""
    return session.get(Person, person_id)


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
