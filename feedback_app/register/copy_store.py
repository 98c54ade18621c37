"""Which rows of the register a backup notes beside it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.base.table_copy import Row, TableCopy
from feedback_app.register.keys import with_naming
from feedback_app.register.tables import Organisation, Place, Programme, ProgrammeKey

PLACES = TableCopy(Place)
COPIES = (
    TableCopy(Programme),
    TableCopy(ProgrammeKey, absent={"number": 1}, prepare=with_naming),
    TableCopy(Organisation),
)
"""In the order in which they can be written, after `PLACES`."""


def places_and_above(session: AnySession, codes: Collection[str]) -> dict[str, Row]:
    """The rows of these places and of all above them."""
    paths = session.scalars(select(Place.path).where(Place.code.in_(codes))).all() if codes else []
    return PLACES.rows(session, Place.code.in_({code for path in paths for code in path.split("/") if code}))
