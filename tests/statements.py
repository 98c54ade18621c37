"""What the database is asked in a block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from feedback_app.base.db import db
from tests.people import World


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """Every statement that this world's app has executed since the block began, as the driver gets it."""
    asked: list[str] = []
    with world.app.app_context():
        engine = db.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
