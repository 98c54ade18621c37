"""Statements that go to the driver itself, past SQLAlchemy's execution, with SQLAlchemy's errors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


def run_text(connection: Connection, text: str, values: Sequence[Any] = ()) -> None:
    """Runs a text of the driver's own kind that returns nothing: once for a tuple of values, for a list of them with
    each."""
    send_waiting(connection)
    if is_listened_to(connection):
        connection.exec_driver_sql(text, cast(Any, values))
        return
    link: Any = connection.connection.driver_connection
    with driver_errors(connection, text):
        (link.executemany if isinstance(values, list) else link.execute)(text, values)


def is_listened_to(connection: Connection) -> bool:
    """Whether somebody wants to see what is executed: SQLAlchemy must run it then."""
    return bool(connection.dispatch.before_cursor_execute)


class driver_errors:  # noqa: N801 - reads as the block that it is; `contextmanager` takes as long as a statement
    """What the driver raises in this block is raised as SQLAlchemy's error of that kind, without the values: they are
    people's words. A connection that is lost goes back to no pool."""

    __slots__ = ("_connection", "_text")

    def __init__(self, connection: Connection, text: str) -> None:
        self._connection, self._text = connection, text

    def __enter__(self) -> None:
        """Nothing is to be done before."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None:
            return
        connection, dialect = self._connection, self._connection.dialect
        driver: Any = dialect.loaded_dbapi
        if not isinstance(error, driver.Error):
            return
        link: Any = connection.connection.driver_connection
        is_lost = bool(dialect.is_disconnect(error, link, None))
        if is_lost:
            connection.invalidate(error)
        raise cast(Any, DBAPIError.instance)(
            self._text, None, error, driver.Error, hide_parameters=True, connection_invalidated=is_lost,
            dialect=dialect,
        ) from error  # fmt: skip


def run_with_commit(connection: Connection, text: str, values: Sequence[Any]) -> None:
    """Runs a text that returns nothing in the round trip that commits, or before the next statement of its transaction
    if there is one: what it raises is raised there. On PostgreSQL; `send_waiting` must be called before both."""
    send_waiting(connection)
    connection.info[_WAITING] = text, values


def send_waiting(connection: Connection, *, commit: bool = False) -> None:
    """Runs what waits for the commit of this transaction; with `commit`, also commits, if anything waited."""
    text, values = connection.info.pop(_WAITING, ("", ()))
    if not text:
        return
    link: Any = connection.connection.driver_connection
    with driver_errors(connection, text), link.pipeline():
        link.execute(text, values)
        if commit:  # not `link.commit()`, which would wait once more
            link.execute("COMMIT", prepare=False)


def drop_waiting(connection: Connection) -> None:
    """The transaction is rolled back, and what waited for its commit with it."""
    connection.info.pop(_WAITING, None)


_WAITING = "waits_for_commit"
