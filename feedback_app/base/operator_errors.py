"""What keeps a command or a start from working, as a sentence for whoever runs the server. Never a traceback."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from feedback_app.base.files import FULL
from feedback_app.base.safe_errors import safe_error

OPERATOR_ERRORS = (OSError, DBAPIError, ArgumentError, NoSuchModuleError, PoolTimeout, ModuleNotFoundError)
"""What is no fault of the program."""


def error_sentence(why: BaseException) -> str:
    """What went wrong with which file or database, and what to do."""
    if isinstance(why, DBAPIError):
        return f"the database cannot be used: {safe_error(why.orig or why)} (FEEDBACK_DATABASE_URL, FEEDBACK_DATA)"
    if isinstance(why, ArgumentError | NoSuchModuleError):
        return "the database's address cannot be understood: look at FEEDBACK_DATABASE_URL"
    if isinstance(why, ModuleNotFoundError):
        return f"{why.name} is not installed: the settings ask for something that needs it (docs/operate.md)"
    if isinstance(why, OSError):
        room = "; make room on this disk" if why.errno in FULL else ""
        return f"{why.filename or 'storage'}: {why.strerror or why}{room}"
    return f"the database has no connection left: {why}"


@contextmanager
def ignore_damaged_database() -> Iterator[None]:
    """Goes on although the file of the database cannot be read: what comes next puts another in its place."""
    try:
        yield
    except DatabaseError as why:
        if not isinstance(why.orig, sqlite3.DatabaseError) or isinstance(why.orig, sqlite3.OperationalError):
            raise
