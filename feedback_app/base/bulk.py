"""Many rows at once, past the ORM.

SQLite: one statement a table, its values in the driver's form. PostgreSQL: one statement for all tables, the rows as
JSON that the database reads itself, in one round trip; by COPY where they are many. A row cost more to write through
SQLAlchemy than to read, check and judge it; on the way of every record that counts.
"""

from __future__ import annotations

import base64
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import orjson
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Connection,
    Date,
    Dialect,
    Double,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    Uuid,
    insert,
)
from sqlalchemy.types import TypeEngine

from feedback_app.base.db import AnySession, Base, LongInteger, UtcDateTime, connection_of
from feedback_app.base.driver import driver_errors, run_text, run_with_commit, send_waiting

if TYPE_CHECKING:
    import psycopg

Rows: TypeAlias = Sequence[Mapping[str, Any]]

_POSTGRESQL: Mapping[type[TypeEngine[Any]], str] = {
    String: "varchar", BigInteger: "int8", Integer: "int4", Boolean: "bool", Double: "float8", LargeBinary: "bytea",
    Uuid: "uuid", JSON: "json", UtcDateTime: "timestamptz", LongInteger: "int8", Date: "date", Text: "text",
}  # fmt: skip
_OUT_OF_TEXT = {"bytea": "decode({}, 'base64')", "json": "{}::json"}
"""Types whose values are texts within the JSON: bytes, and JSON that may name NUL, which only what is not looked into
may do."""

WORTH_A_COPY = 250
"""Rows from which on a COPY a table, each with two round trips, is the cheaper way."""


def insert_many(session: AnySession, rows: Mapping[type[Base], Rows]) -> None:
    """Inserts rows of several tables, each row naming all columns. None is fine too. Raises what SQLAlchemy raises:
    on PostgreSQL at the next statement or at the commit, with which few rows go."""
    connection = connection_of(session)
    given = [(cast(Table, table.__table__), some) for table, some in rows.items() if some]
    if connection.dialect.name != "postgresql":
        for table, some in given:
            plan = _plan(table, connection.dialect)
            run_text(connection, plan.statement, [plan.values(row) for row in some])
    elif sum(len(some) for _, some in given) >= WORTH_A_COPY:
        for table, some in given:
            _copy(connection, _postgres_plan(table), some)
    elif given:
        plans = [(_postgres_plan(table), some) for table, some in given]
        *first, last = (plan.statement for plan, _ in plans)
        together = ", ".join(f"t{n} AS ({statement})" for n, statement in enumerate(first))
        text = f"WITH {together} {last}" if first else last
        run_with_commit(connection, text, tuple(plan.json(some) for plan, some in plans))


@dataclass(frozen=True)
class _Plan:
    statement: str
    pick: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    makers: Sequence[tuple[int, Callable[[Any], Any]]]
    """How the driver's values are made, by the column's place, where they are not taken as they are."""

    def values(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """A row as the driver takes it, in the order of the columns."""
        values = list(self.pick(row))
        for at, make in self.makers:
            if values[at] is not None:
                values[at] = make(values[at])
        return tuple(values)


@functools.lru_cache(maxsize=100)
def _plan(table: Table, dialect: Dialect) -> _Plan:
    names = [column.name for column in table.columns]
    made = [_maker(column.type, dialect) for column in table.columns]
    makers = [(at, make) for at, make in enumerate(made) if make is not None]
    return _Plan(str(insert(table).compile(dialect=dialect, column_keys=names)), itemgetter(*names), makers)


def _maker(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    make = kind.dialect_impl(dialect).bind_processor(dialect)
    # The rows of a request say the same few times again and again.
    return functools.lru_cache(maxsize=64)(make) if make and isinstance(kind, UtcDateTime) else make


@dataclass(frozen=True)
class _PostgresPlan:
    statement: str
    """Takes all rows as one JSON array."""
    texts: Sequence[str]
    """The columns that hold JSON."""
    copy: str
    names: Sequence[str]
    types: Sequence[str]

    def json(self, rows: Rows) -> str:
        """Rows as the statement takes them."""
        return orjson.dumps([self._flat(row) for row in rows], default=_base64).decode()

    def _flat(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        texts = {name: orjson.dumps(row[name]).decode() for name in self.texts if row[name] is not None}
        return {**row, **texts} if texts else row


def _base64(value: Any) -> str:
    return base64.b64encode(value).decode()


@functools.lru_cache(maxsize=100)
def _postgres_plan(table: Table) -> _PostgresPlan:
    types = {column.name: _POSTGRESQL[type(column.type)] for column in table.columns}
    names = ", ".join(types)
    read = ", ".join(_OUT_OF_TEXT.get(kind, "{}").format(name) for name, kind in types.items())
    given = ", ".join(f"{name} {'text' if kind in _OUT_OF_TEXT else kind}" for name, kind in types.items())
    source = f"SELECT {read} FROM json_to_recordset(%s::json) AS given({given})"  # noqa: S608 - our columns' names
    return _PostgresPlan(
        statement=f"INSERT INTO {table.name} ({names}) {source}",
        texts=[name for name, kind in types.items() if kind == "json"],
        copy=f"COPY {table.name} ({names}) FROM STDIN (FORMAT BINARY)",
        names=list(types),
        types=list(types.values()),
    )


def _copy(connection: Connection, plan: _PostgresPlan, rows: Rows) -> None:
    link = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    send_waiting(connection)
    with driver_errors(connection, plan.copy), link.cursor() as cursor, cursor.copy(plan.copy) as copy:
        copy.set_types(plan.types)
        for row in rows:
            copy.write_row([row[name] for name in plan.names])
