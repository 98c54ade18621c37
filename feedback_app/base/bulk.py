"""Many rows at once, past the ORM: by COPY on PostgreSQL where they are many, else by one statement.

A row cost more to write through SQLAlchemy than to read, check and judge it; on the way of every record that counts.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import psycopg
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Connection,
    Dialect,
    Double,
    Integer,
    LargeBinary,
    String,
    Table,
    Uuid,
    insert,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from feedback_app.base.db import AnySession, Base, LongInteger, UtcDateTime

_POSTGRESQL: Mapping[type[TypeEngine[Any]], str] = {
    String: "varchar", BigInteger: "int8", Integer: "int4", Boolean: "bool", Double: "float8", LargeBinary: "bytea",
    Uuid: "uuid", JSON: "json", UtcDateTime: "timestamptz", LongInteger: "int8",
}  # fmt: skip

WORTH_A_COPY = 16
"""Rows from which on a COPY, with its second round trip, is the cheaper one."""


def insert_many(session: AnySession, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows that name all columns of the table. None is fine too. Raises what SQLAlchemy raises."""
    if not rows:
        return
    connection = session.connection()
    plan = _plan(cast(Table, table.__table__), connection.dialect)
    if plan.copy and len(rows) >= WORTH_A_COPY:
        _copy(connection, plan, rows)
    elif plan.copy:
        connection.exec_driver_sql(plan.of_several(len(rows)), tuple(one for row in rows for one in plan.values(row)))
    else:
        connection.exec_driver_sql(plan.statement, [plan.values(row) for row in rows])


@dataclass(frozen=True)
class _Plan:
    statement: str
    names: Sequence[str]
    makers: Sequence[tuple[int, Callable[[Any], Any]]]
    """How the driver's values are made, by the column's place, where they are not taken as they are."""
    copy: str = ""
    """The same as a COPY, which takes its values as they are; empty where there is none."""
    types: Sequence[str] = ()

    def of_several(self, rows: int) -> str:
        """The statement for so many rows, in one round trip."""
        start, _, row = self.statement.partition(" VALUES ")
        return f"{start} VALUES {', '.join([row] * rows)}"

    def values(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """A row as the driver takes it, in the order of the columns."""
        values = [row[name] for name in self.names]
        for at, make in self.makers:
            if values[at] is not None:
                values[at] = make(values[at])
        return tuple(values)


@functools.lru_cache(maxsize=100)
def _plan(table: Table, dialect: Dialect) -> _Plan:
    names = [column.name for column in table.columns]
    made = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns]
    makers = [(at, make) for at, make in enumerate(made) if make is not None]
    if dialect.name != "postgresql":
        return _Plan(str(insert(table).compile(dialect=dialect, column_keys=names)), names, makers)
    by_place = type(dialect)(paramstyle="format")  # type: ignore[call-arg]
    statement = str(insert(table).compile(dialect=by_place, column_keys=names))
    copy = f"COPY {table.name} ({', '.join(names)}) FROM STDIN (FORMAT BINARY)"
    return _Plan(statement, names, makers, copy, [_POSTGRESQL[type(column.type)] for column in table.columns])


def _copy(connection: Connection, plan: _Plan, rows: Sequence[Mapping[str, Any]]) -> None:
    link = cast(psycopg.Connection[Any], connection.connection.driver_connection)
    try:
        with link.cursor() as cursor, cursor.copy(plan.copy) as copy:
            copy.set_types(plan.types)
            for row in rows:
                copy.write_row([row[name] for name in plan.names])
    except psycopg.Error as error:
        if link.closed:
            connection.invalidate(error)
        raise DBAPIError.instance(
            plan.copy, None, error, psycopg.Error, connection_invalidated=link.closed, dialect=connection.dialect
        ) from error
