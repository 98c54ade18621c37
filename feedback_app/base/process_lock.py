"""One process at a time, of all that share a database: for what a start sets up, and for jobs."""

from __future__ import annotations

import fcntl
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from feedback_app.base.files import open_private, take_lock

TRY_S = 0.1
"""How often a lock is tried while it is waited for."""


@contextmanager
def exclusive(engine: Engine, name: str) -> Iterator[None]:
    """Waits until no other process is in a block of this name: by an advisory lock, beside SQLite by a file's. The
    lock of a process that dies ends with it."""
    database = engine.url.database
    if engine.dialect.name == "postgresql":
        with _advisory(engine, name, "pg_advisory_lock"):
            yield
    elif not database or database == ":memory:":
        yield
    else:
        with open_private(f"{database}.{name}") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


@contextmanager
def exclusive_or_skip(engine: Engine, name: str, *, beside_sqlite: Path, patience: float = 0) -> Iterator[bool]:
    """Whether no other process is in a block of this name, or will be within `patience` seconds. `beside_sqlite` is the
    file to lock."""
    if engine.dialect.name == "postgresql":
        with _advisory(engine, name, "pg_try_advisory_lock", patience) as mine:
            yield mine
    else:
        with open_private(beside_sqlite) as file:
            yield _within(patience, lambda: take_lock(file))


def _within(seconds: float, take: Callable[[], bool]) -> bool:
    """Tries until it succeeds or the time is over; whether it did."""
    until = time.monotonic() + seconds
    while not (taken := take()) and time.monotonic() < until:
        time.sleep(TRY_S)
    return taken


@contextmanager
def _advisory(engine: Engine, name: str, how: str, patience: float = 0) -> Iterator[bool]:
    key = zlib.crc32(f"echo {name}".encode())
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        take = text(f"select {how}(:key)")
        # The one that waits by itself returns nothing.
        mine = _within(patience, lambda: connection.execute(take, {"key": key}).scalar_one() is not False)
        try:
            yield mine
        finally:
            if mine:
                connection.execute(text("select pg_advisory_unlock(:key)"), {"key": key})
