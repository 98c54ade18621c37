"""One process at a time, of all that share a database: for what a start sets up."""

from __future__ import annotations

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from feedback_app.base.files import open_private


@contextmanager
def alone(engine: Engine, name: str) -> Iterator[None]:
    """Waits until no other process is in a block of this name: by an advisory lock, beside SQLite by a file's. The
    lock of a process that dies ends with it."""
    if engine.dialect.name == "postgresql":
        key = zlib.crc32(f"echo {name}".encode())
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("select pg_advisory_lock(:key)"), {"key": key})
            try:
                yield
            finally:
                connection.execute(text("select pg_advisory_unlock(:key)"), {"key": key})
        return
    database = engine.url.database
    if not database or database == ":memory:":
        yield
        return
    with open_private(f"{database}.{name}") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
