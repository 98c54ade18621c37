"""All that a database holds, as a test looks for words in it."""

from __future__ import annotations

import gzip

from sqlalchemy import LargeBinary

from feedback_app.base.db import db
from tests.people import World


def everything(world: World) -> str:
    """All that the database holds, as one text."""
    found = []
    with world.app.app_context():
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(table.select()):
                for column, value in zip(table.columns, row, strict=True):
                    raw = isinstance(column.type, LargeBinary) and value
                    found.append(_unpacked(bytes(value)) if raw else str(value))
    return "\n".join(found)


def _unpacked(value: bytes) -> str:
    return (gzip.decompress(value) if value[:2] == b"\x1f\x8b" else value).decode(errors="replace")
