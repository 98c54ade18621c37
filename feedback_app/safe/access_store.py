"""Reading who has access out of a database, and writing it into a restored one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from feedback_app.base.db import AnySession
from feedback_app.enrol import copy_store as enrol_copies
from feedback_app.forms import copy_store as forms_copies
from feedback_app.ledger.actions import first_epoch
from feedback_app.register import copy_store as register_copies
from feedback_app.safe.access import Access, Row, merged_row

COPIES = (*register_copies.COPIES, *enrol_copies.COPIES, *forms_copies.COPIES)
"""In the order in which they can be written, after places: each names only rows of those before it."""


def access(session: AnySession) -> Access:
    """Who has access now."""
    made = {each.name: each.rows(session) for each in COPIES}
    named = {row["place_code"] for rows in made.values() for row in rows.values() if row.get("place_code")}
    return {register_copies.PLACES.name: register_copies.places_and_above(session, named)} | made


def access_of(engine: Engine) -> tuple[str, Access]:
    """As (first epoch, access) of a database; of one that cannot be read, nothing."""
    try:
        with Session(engine) as session:
            return first_epoch(session), access(session)
    except DatabaseError:
        return "", {}


def write(session: AnySession, noted: Access) -> None:
    """Updates a restored database with what is noted. Nobody stays signed in: a session that was ended might be
    back."""
    enrol_copies.end_all_sessions(session)
    for each in (register_copies.PLACES, *COPIES):
        for row in sorted(noted.get(each.name, {}).values(), key=_depth):
            each.write(session, row, merged_row)
        session.flush()
    # Rights that a person whose state is noted no longer had.
    enrol_copies.drop_memberships(session, people=_ids(noted.get("person", {})), keep=_ids(noted.get("membership", {})))


def _depth(row: Row) -> int:
    return len(str(row.get("path") or ""))  # a place's parent comes before it


def _ids(keys: Iterable[str]) -> set[uuid.UUID]:
    return {uuid.UUID(key) for key in keys}
