"""The CSR map of a demonstration: made-up organisations, what they do and promise, and a framework of which the real
texts name their source. They are written in one hand and published by another, as at the desk."""

from __future__ import annotations

import datetime as dt
import uuid
from importlib.resources import files

from feedback_app.base.db import AnySession
from feedback_app.demo.state import DemoFill
from feedback_app.portfolio.csr import publishing, store
from feedback_app.portfolio.csr.importing import read_sheet_file
from feedback_app.portfolio.csr.kinds import COMMITMENT, INITIATIVE, ORGANISATION, RULE
from feedback_app.portfolio.solutions.history import Author

FILES = {ORGANISATION: "organisations", INITIATIVE: "initiatives", COMMITMENT: "commitments", RULE: "framework"}
"""In the order in which they are read: initiatives name organisations."""


def add_sheets(session: AnySession, programme_id: str, fill: DemoFill, *, now: dt.datetime) -> None:
    """Adds the made-up sheets, as public ones."""
    author, other = Author(uuid.UUID(fill.desk[0]), now), Author(uuid.UUID(fill.desk[-1]), now)
    for kind, name in FILES.items():
        data = (files("feedback_app.demo") / "csr" / f"{name}.csv").read_bytes()
        read_sheet_file(session, programme_id, kind, data, author=author)
    for sheet in store.sheets(session, programme_id):
        if sheet.proposed_by == author.by:
            publishing.publish(session, sheet, sheet.version, author=other)


def remove_sheets(session: AnySession, programme_id: str, fill: DemoFill, *, now: dt.datetime) -> None:
    """Removes the sheets that a fill added; those of others stay."""
    author = Author(uuid.UUID(fill.desk[-1]), now)
    for sheet in store.sheets(session, programme_id):
        if str(sheet.created_by) in fill.desk:
            publishing.remove(session, sheet, sheet.version, author=author)
