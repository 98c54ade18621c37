"""A phone that nobody here knows any more, and of which only a file came: known on the word of a coordinator."""

from __future__ import annotations

import datetime as dt
import uuid

from feedback_app.audit.log import note_event
from feedback_app.base import ids
from feedback_app.base.db import AnySession
from feedback_app.enrol.actions import join
from feedback_app.enrol.lookup_store import Phone, phone_of
from feedback_app.enrol.tables import Device, Person
from feedback_app.register.lookup_store import existing_programme
from schemas.roles import PHONE_ROLES


def vouched_phone(
    session: AnySession,
    programme: str,
    device_id: uuid.UUID,
    *,
    author: uuid.UUID,
    name: str,
    by: str,
    now: dt.datetime,
) -> Phone | None:
    """Adds a row for a phone of the person `author`, called `name`, as `by` says, without any right to speak: that it
    gets when it comes itself, with a code. None where the author is known here by another name: a file cannot be made
    somebody else's."""
    home = existing_programme(session, programme).place_code
    person = session.get(Person, author)
    if person is None:
        person = Person(id=author, name=name.strip()[:200], created_at=now)
        session.add(person)
        session.flush()
        join(session, person, programme=programme, role=PHONE_ROLES[0], place=home)
    elif person.name.strip().casefold() != name.strip().casefold():
        return None
    made = Device(
        id=device_id, token_hash=ids.hash_token(ids.new_token()), programme_id=programme, person_id=author,
        place_code=home, role=PHONE_ROLES[0], name=name[:200], platform="", app_version="",
        enrolled_at=now, revoked_at=now, vouched_by=by[:200],
    )  # fmt: skip
    session.add(made)
    note_event(session, "phone_vouched", about=("device", device_id), programme=programme, person=author)
    session.flush()
    return phone_of(made)
