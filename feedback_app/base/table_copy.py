"""Rows of a table as JSON values: read out of one database, written into another."""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Uuid, select

from feedback_app.base.db import AnySession, Base, UtcDateTime

Row = dict[str, Any]
Merge = Callable[[Row, Row], Row]


def _as_it_is(_session: AnySession, values: Row) -> Row | None:
    return values


@dataclass(frozen=True, slots=True)
class TableCopy:
    """How the rows of one table are copied. The package that owns the table makes it."""

    table: type[Base]
    volatile: frozenset[str] = frozenset()
    """Columns that are left out."""
    is_merged: bool = False
    """A row that is there already takes what a copy of it says; else it stays as it is."""
    absent: Mapping[str, Any] = field(default_factory=dict)
    """What columns of the key are in rows that were noted before there were these columns."""
    prepare: Callable[[AnySession, Row], Row | None] = _as_it_is
    """Makes a row fit what else is there before it is added; None leaves it out."""

    @property
    def name(self) -> str:
        return str(self.table.__tablename__)

    def rows(self, session: AnySession, *where: ColumnElement[bool]) -> dict[str, Row]:
        """The rows, by key."""
        columns = self._columns()
        found = session.execute(select(*columns.values()).where(*where)).all()
        rows = [{name: _json(value) for name, value in zip(columns, row, strict=True)} for row in found]
        return {self._key(row): row for row in rows}

    def write(self, session: AnySession, row: Row, merge: Merge) -> None:
        """Adds a row where it is not there; else `merge` says what becomes of the one there and the copy."""
        columns = self._columns()
        noted = {name: _value(columns[name], value) for name, value in row.items() if name in columns}
        values = {**self.absent, **noted}
        existing = session.get(self.table, tuple(values[column.name] for column in self.table.__table__.primary_key))
        if existing is None:
            self._add(session, values)
        elif self.is_merged:
            here = {name: _json(getattr(existing, name)) for name in columns}
            for name, value in merge(here, row).items():
                if name in columns and value != here[name]:
                    setattr(existing, name, _value(columns[name], value))

    def _add(self, session: AnySession, values: Row) -> None:
        fitting = self.prepare(session, values)
        if fitting is not None:
            session.add(self.table(**fitting))
            session.flush()

    def _columns(self) -> dict[str, Any]:
        return {one.name: one for one in self.table.__table__.columns if one.name not in self.volatile}

    def _key(self, row: Mapping[str, Any]) -> str:
        return "|".join(str(row[column.name]) for column in self.table.__table__.primary_key)


def _json(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def _value(column: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    if isinstance(column.type, UtcDateTime):
        return dt.datetime.fromisoformat(value)
    return uuid.UUID(value) if isinstance(column.type, Uuid) else value
