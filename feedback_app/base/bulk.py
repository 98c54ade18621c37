"""Many rows at once, past the ORM: by COPY on PostgreSQL where they are many, else by a statement made once per table.

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

WORTH_A_COPY = 4
"""Rows from which on a COPY, with its second round trip, is the cheaper one."""


def insert_many(session: AnySession, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows that name all columns of the table. None is fine too. Raises what SQLAlchemy raises."""
    if not rows:
        return
    connection = session.connection()
    plan = _plan(cast(Table, table.__table__), connection.dialect)
    if plan.copy and len(rows) >= WORTH_A_COPY:
        _copy(connection, plan, rows)
    else:
        values = [plan.values(row) for row in rows]
        connection.exec_driver_sql(plan.statement, values[0] if len(values) == 1 else values)


@dataclass(frozen=True)
class _Plan:
    statement: str
    columns: Sequence[tuple[str, Callable[[Any], Any] | None]]
    copy: str = ""
    """The same as a COPY, which takes its values as they are; empty where there is none."""
    types: Sequence[str] = ()

    def values(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """A row as the driver takes it, in the order of the columns."""
        return tuple(row[name] if make is None or row[name] is None else make(row[name]) for name, make in self.columns)


@functools.lru_cache(maxsize=100)
def _plan(table: Table, dialect: Dialect) -> _Plan:
    names = [column.name for column in table.columns]
    made = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns]
    columns = list(zip(names, made, strict=True))
    if dialect.name != "postgresql":
        return _Plan(str(insert(table).compile(dialect=dialect, column_keys=names)), columns)
    by_place = type(dialect)(paramstyle="format")  # type: ignore[call-arg]
    statement = str(insert(table).compile(dialect=by_place, column_keys=names))
    copy = f"COPY {table.name} ({', '.join(names)}) FROM STDIN (FORMAT BINARY)"
    return _Plan(statement, columns, copy, [_POSTGRESQL[type(column.type)] for column in table.columns])


def _copy(connection: Connection, plan: _Plan, rows: Sequence[Mapping[str, Any]]) -> None:
    names = [name for name, _ in plan.columns]
    link = cast(psycopg.Connection[Any], connection.connection.driver_connection)
    try:
        with link.cursor() as cursor, cursor.copy(plan.copy) as copy:
            copy.set_types(plan.types)
            for row in rows:
                copy.write_row([row[name] for name in names])
    except psycopg.Error as error:
        if link.closed:
            connection.invalidate(error)
        raise DBAPIError.instance(
            plan.copy, None, error, psycopg.Error, connection_invalidated=link.closed, dialect=connection.dialect
        ) from error
