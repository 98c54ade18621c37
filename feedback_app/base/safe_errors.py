"""Errors as logs may have them: what went wrong where, never the values that a statement had.

PostgreSQL's errors say `Failing row contains (…)`, and many of Python's the text that could not be read: people's
words.
"""

from __future__ import annotations

import logging
import sqlite3
import sys
import traceback
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import StatementError

if TYPE_CHECKING:
    import psycopg


def safe_error(error: BaseException) -> str:
    """What an error is: its type, and as much of its message as has no values in it."""
    kind = type(error).__qualname__
    if isinstance(error, StatementError):
        return f"{kind} of {safe_error(error.orig)}" if error.orig else kind
    driver = sys.modules.get("psycopg")  # 9 MB that a server on SQLite does without
    if driver and isinstance(error, driver.Error):
        return f"{kind}{_of_postgresql(error)}"
    if isinstance(error, OSError | sqlite3.Error) or getattr(error, "is_loggable", False):
        return f"{kind}: {error}"
    return kind


def _of_postgresql(error: psycopg.Error) -> str:
    """The error's code, and the names of what it is about; of one with the connection, which has no values, its first
    line."""
    if isinstance(error, sys.modules["psycopg"].OperationalError):
        return f": {(str(error).strip().splitlines() or [''])[0]}"
    names = (error.sqlstate, error.diag.table_name, error.diag.column_name, error.diag.constraint_name)
    return f": {' '.join(name for name in names if name)}"


def safe_traceback(error: BaseException) -> str:
    """Where an error came from, and what it is; the same of those that it followed."""
    return "\n".join(_parts(error))


def _parts(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _parts(before)
        yield "which led to"
    yield "Traceback (most recent call last):"
    yield from (one.rstrip("\n") for one in traceback.format_list(traceback.extract_tb(error.__traceback__)))
    yield safe_error(error)


def protect_logs() -> None:
    """From here on no log of this process has an error's message that may be people's words, whoever writes it."""
    made = logging.getLogRecordFactory()
    if getattr(made, "is_safe", False):
        return

    def safe_record(*args: Any, **more: Any) -> logging.LogRecord:
        record = made(*args, **more)
        if isinstance(record.args, tuple):
            record.args = tuple(safe_error(one) if isinstance(one, BaseException) else one for one in record.args)
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = safe_traceback(record.exc_info[1])
        return record

    safe_record.is_safe = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(safe_record)
