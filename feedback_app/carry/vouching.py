"""A file of a phone that nobody here knows any more: taken in on the word of a coordinator who knows whose it is."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

import orjson

from feedback_app.base import ids
from feedback_app.base.db import AnySession
from feedback_app.enrol.actions import join
from feedback_app.enrol.tables import Device, Person
from feedback_app.register.tables import Programme
from schemas.roles import PHONE_ROLES
from sync.letter import Letter


@dataclass(frozen=True, slots=True)
class Voucher:
    """Whose phone made the file, and who says so."""

    person: str
    by: str


def vouched_device(
    session: AnySession, programme: str, device_id: uuid.UUID, letter: Letter, *, voucher: Voucher, now: dt.datetime
) -> Device | None:
    """A row for the phone, without any right to speak: that it gets when it comes itself, with a code. None where its
    entry names no author, or one who is known here by another name: a file cannot be made somebody else's."""
    person = _person(session, programme, letter, voucher=voucher, now=now)
    if person is None:
        return None
    home = session.get_one(Programme, programme)
    made = Device(
        id=device_id, token_hash=ids.hashed(ids.new_token()), programme_id=programme, person_id=person.id,
        place_code=home.place_code, role=PHONE_ROLES[0], name=voucher.person[:200], platform="", app_version="",
        enrolled_at=now, revoked_at=now, vouched_by=voucher.by[:200],
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _person(
    session: AnySession, programme: str, letter: Letter, *, voucher: Voucher, now: dt.datetime
) -> Person | None:
    author = _author(letter)
    if author is None:
        return None
    held = session.get(Person, author)
    if held is not None:
        return held if held.name.strip().casefold() == voucher.person.strip().casefold() else None
    made = Person(id=author, name=voucher.person.strip()[:200], created_at=now)
    session.add(made)
    session.flush()
    home = session.get_one(Programme, programme)
    join(session, made, programme=programme, role=PHONE_ROLES[0], place=home.place_code)
    return made


def _author(letter: Letter) -> uuid.UUID | None:
    """Who an entry says wrote it."""
    try:
        body = orjson.loads(letter.payload)
        return uuid.UUID(body["author"]) if isinstance(body, dict) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
