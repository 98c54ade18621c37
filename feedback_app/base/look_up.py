"""The statements of every exchange: made once, at import, and run by the driver itself.

SQLAlchemy makes the text of such a statement once for each kind of database and says how values go in and out; running
it there costs several times what the database needs to answer. Where somebody listens to what is executed, SQLAlchemy
runs them, so that they are seen.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, Dialect, Executable, Float
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from feedback_app.base.db import AnySession, connection_of
from feedback_app.base.driver import driver_errors, is_listened_to, send_waiting

if TYPE_CHECKING:
    import psycopg

Row = tuple[Any, ...]
Change = Callable[[Any], Any]


def look_up(session: AnySession, statement: Executable, **values: Any) -> list[Row]:
    """The rows of a statement that was made once; none of one that returns none. Raises what SQLAlchemy raises."""
    return look_up_together(session, (statement, values))[0]


def look_up_together(session: AnySession, *asked: tuple[Executable, Mapping[str, Any]]) -> list[list[Row]]:
    """The rows of each of several statements, run in this order; on PostgreSQL in one round trip, which begins the
    transaction too where it is the first."""
    connection = connection_of(session)
    send_waiting(connection)
    plans = [_plan(statement, connection.dialect) for statement, _ in asked]
    if is_listened_to(connection) or not all(plan.is_fixed for plan in plans):
        return [_by_sqlalchemy(connection, statement, values) for statement, values in asked]
    given = [plan.given(values) for plan, (_, values) in zip(plans, asked, strict=True)]
    link: Any = connection.connection.driver_connection
    with driver_errors(connection, plans[0].text):
        if connection.dialect.name == "postgresql":
            return _in_one_round_trip(link, plans, given)
        return [plan.rows(link.execute(plan.text, some)) for plan, some in zip(plans, given, strict=True)]


def _by_sqlalchemy(connection: Connection, statement: Executable, values: Mapping[str, Any]) -> list[Row]:
    result = connection.execute(statement, values)
    return [tuple(row) for row in result] if result.returns_rows else []


def _in_one_round_trip(link: psycopg.Connection[Any], plans: Sequence[_Plan], given: Sequence[Any]) -> list[list[Row]]:
    cursors = [link.cursor() for _ in plans]
    with link.pipeline():
        for cursor, plan, some in zip(cursors, plans, given, strict=True):
            cursor.execute(plan.text, some)
    return [plan.rows(cursor) for cursor, plan in zip(cursors, plans, strict=True)]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A statement as a driver takes it."""

    text: str
    is_fixed: bool
    """Its text is the same whatever is asked for."""
    order: Sequence[str] | None
    """The names of the values in their order; None for a driver that takes names."""
    constants: Mapping[str, Any]
    changes: Mapping[str, Change]
    """How the driver's values are made, where they are not taken as they are."""
    returns: bool
    """It returns rows."""
    returned: Sequence[tuple[int, Change]]
    """The same for what comes back, by the column's place."""

    def given(self, values: Mapping[str, Any]) -> Sequence[Any] | Mapping[str, Any]:
        """Values as the driver takes them."""
        made = {**self.constants, **values}
        for name, change in self.changes.items():
            made[name] = change(made[name])
        return made if self.order is None else [made[name] for name in self.order]

    def rows(self, cursor: Any) -> list[Row]:
        """What a cursor has, as the statement's columns say."""
        if not self.returns:
            return []
        found: list[Row] = cursor.fetchall()
        return [self._changed(row) for row in found] if self.returned else found

    def _changed(self, row: Row) -> Row:
        values = list(row)
        for at, change in self.returned:
            values[at] = change(values[at])
        return tuple(values)


@functools.lru_cache(maxsize=500)
def _plan(statement: Executable, dialect: Dialect) -> _Plan:
    compiled = cast(SQLCompiler, cast(Any, statement).compile(dialect=dialect))
    changes = {}
    for bind, name in compiled.bind_names.items():
        if (change := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None:
            changes[name] = change
    columns = compiled._result_columns
    returned = [_change_of(column.type, dialect) for column in columns]
    return _Plan(
        text=str(compiled),
        is_fixed=not (compiled.post_compile_params or compiled.literal_execute_params),
        order=compiled.positiontup if compiled.positional else None,
        constants={name: bind.effective_value for bind, name in compiled.bind_names.items() if not bind.required},
        changes=changes,
        returns=bool(columns),
        returned=[(at, change) for at, change in enumerate(returned) if change is not None],
    )


def _change_of(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    """How what the driver gives becomes a value of this type."""
    if isinstance(kind, Float):
        return None  # a float to every driver; SQLAlchemy would need the type that the database gave
    return cast("Change | None", kind.dialect_impl(dialect).result_processor(dialect, None))
