"""How SQLite would run the statements that a request or a job ran: for tests that a plan is the same whatever is in the
tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event, text

from feedback_app.base.db import intent


@dataclass
class Statements:
    """What ran in a block, with the values that it ran with."""

    ran: list[tuple[str, Any]] = field(default_factory=list)

    def plans(self, engine: Engine, table: str) -> list[tuple[str, str]]:
        """(step, statement) of every step of a plan that reads this table."""
        found = []
        step = re.compile(rf"(SCAN|SEARCH) {table}\b")
        with intent(write=False), engine.connect() as connection:
            for statement, values in self.ran:
                rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                found += [(row[3], statement) for row in rows if step.match(row[3])]
        return found


@contextmanager
def watched(engine: Engine) -> Iterator[Statements]:
    """The statements that read or change rows in the block."""
    seen = Statements()

    def note(_: Connection, __: Any, statement: str, values: Any, ___: Any, is_many: bool) -> None:
        if not is_many and re.match(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", statement, re.IGNORECASE):
            seen.ran.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def drop_statistics(engine: Engine) -> None:
    """As in a database that nobody has counted yet."""
    with engine.begin() as connection:
        if connection.execute(text("select 1 from sqlite_master where name = 'sqlite_stat1'")).first():
            connection.execute(text("drop table sqlite_stat1"))
    engine.dispose()
