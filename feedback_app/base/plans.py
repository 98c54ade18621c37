"""Parts of statements by which the plan does not depend on what a database happens to know of its tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, SQLColumnExpression, Text, and_, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class unindexed_by_sqlite(FunctionElement[Any]):  # noqa: N801 - reads as the SQL that it is
    """A column whose condition only sorts out rows that another index found: SQLite takes no index for it.
    PostgreSQL, which samples its tables by itself, may."""

    inherit_cache = True

    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self.type = column.type


class unindexed(unindexed_by_sqlite):  # noqa: N801
    """A number's column as a mere value, on both databases: the rows are found by the other conditions, and then sorted
    or compared by it.

    For the few entries of some records in order: an index of all positions would spare the sort, and read the whole
    ledger for it.
    """

    inherit_cache = True


@compiles(unindexed_by_sqlite)
def _as_it_is(element: unindexed_by_sqlite, compiler: SQLCompiler, **more: Any) -> str:
    (column,) = (compiler.process(part, **more) for part in element.clauses)
    return column


@compiles(unindexed_by_sqlite, "sqlite")
@compiles(unindexed)
def _with_a_plus(element: unindexed_by_sqlite, compiler: SQLCompiler, **more: Any) -> str:
    (column,) = (compiler.process(part, **more) for part in element.clauses)
    return f"(+{column})"


class _at_least(FunctionElement[bool]):  # noqa: N801
    inherit_cache = True
    sign = ">="


class _before(FunctionElement[bool]):  # noqa: N801
    inherit_cache = True
    sign = "<"


@compiles(_at_least)
@compiles(_before)
def _by_bytes(element: _at_least | _before, compiler: SQLCompiler, **more: Any) -> str:
    one, other = (compiler.process(part, **more) for part in element.clauses)
    return f"{one} {element.sign} {other}"


@compiles(_at_least, "postgresql")
@compiles(_before, "postgresql")
def _by_bytes_whatever_the_language(element: _at_least | _before, compiler: SQLCompiler, **more: Any) -> str:
    one, other = (compiler.process(part, **more) for part in element.clauses)
    return f"{one} ~{element.sign}~ {other}"


def begins_with_path(column: SQLColumnExpression[str], path: str) -> ColumnElement[bool]:
    """Whether a path is this one (which ends in a slash) or below it, as a range of an index: on PostgreSQL one with
    `varchar_pattern_ops`, because the database's language may order otherwise."""
    return and_(_at_least(column, path), _before(column, f"{path[:-1]}0"))  # the sign after the slash


class _in_numbers(FunctionElement[bool]):  # noqa: N801
    inherit_cache = True  # no type: of a Boolean, SQLite would be asked whether it is 1, and would not use an index


@compiles(_in_numbers, "sqlite")
def _in_numbers_on_sqlite(element: _in_numbers, compiler: SQLCompiler, **more: Any) -> str:
    one, given = (compiler.process(part, **more) for part in element.clauses)
    return f"{one} IN (SELECT value FROM json_each({given}))"  # noqa: S608 - a column and a parameter


@compiles(_in_numbers, "postgresql")
def _in_numbers_on_postgresql(element: _in_numbers, compiler: SQLCompiler, **more: Any) -> str:
    one, given = (compiler.process(part, **more) for part in element.clauses)
    texts = f"json_array_elements_text(CAST({given} AS json))"
    return f"{one} = ANY (ARRAY(SELECT CAST(value AS int8) FROM {texts}))"  # noqa: S608 - a column and a parameter


def is_one_of_numbers(column: SQLColumnExpression[int], numbers: Sequence[int]) -> ColumnElement[bool]:
    """Whether a number is one of these: the statement is the same however many there are."""
    return _in_numbers(column, literal(orjson.dumps(numbers).decode(), Text()))
