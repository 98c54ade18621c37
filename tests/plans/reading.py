"""What a plan says of large tables: which of them it reads from end to end."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

ALONE = "programme_id"
"""What alone leads to all that a programme has."""
_SQLITE = re.compile(r"(SCAN|SEARCH) (\w+)(?: USING (AUTOMATIC )?.*?(INDEX|PRIMARY KEY)(?: \w+)?(?: \((.*)\))?)?")
_NAMED = re.compile(r"%\((\w+)\)[sbt]")
_ENDS = re.compile(r"^SELECT (max|min)\([\w.]+\) AS \w+\s+FROM \w+\s+WHERE \w+\.programme_id = \S+$", re.IGNORECASE)
"""The first or last row of an index."""
_ORDERED = frozenset(
    {"Limit", "Nested Loop", "Append", "Merge Append", "Result", "LockRows", "Subquery Scan", "Memoize"}
)
"""Nodes that take a row at a time from below, and end when a limit above them is reached."""


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """A large table, and how it is read: `all` of it, or all of its `programme`."""

    table: str
    how: str


def whole_readings(connection: Connection, statement: str, parameters: Any, large: Collection[str]) -> set[Reading]:
    """The large tables that a statement would read whole. It is not run."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        return set(_in_sqlite([row[-1] for row in rows], statement, large))
    return {one for plan in _plans(connection, statement, parameters) for one in _in_postgresql(plan, (), large)}


def _plans(connection: Connection, statement: str, parameters: Any) -> Iterator[Mapping[str, Any]]:
    """The plan for these values, and the one that PostgreSQL makes once for all values of a statement that comes again
    and again on a connection: of how many rows a value leaves it knows nothing then."""
    names = list(dict.fromkeys(_NAMED.findall(statement)))
    numbered = _NAMED.sub(lambda met: f"${names.index(met[1]) + 1}", statement).replace("%%", "%")
    asked = [(f"EXPLAIN (FORMAT JSON) {statement}", parameters)]
    asked += [(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {numbered}", None)] if names else []
    for text, values in asked:
        cursor: Any = connection.connection.cursor()
        cursor.execute(text, values)
        (plan,) = cursor.fetchone()
        yield (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]


def _in_sqlite(lines: list[str], statement: str, large: Collection[str]) -> Iterator[Reading]:
    names = {alias: table for table, alias in re.findall(r"(\w+) AS (\w+)", statement)}
    is_sorted = any(line.startswith("USE TEMP B-TREE") for line in lines)
    ends_early = (" LIMIT " in re.sub(r"\s+", " ", statement) and not is_sorted) or bool(_ENDS.match(statement.strip()))
    for line in lines:
        if not (met := _SQLITE.match(line)):
            continue
        how, alias, automatic, index, terms = met.groups()
        table = str(names.get(alias, alias))
        if table not in large:
            continue
        if automatic or (how == "SCAN" and not (index and ends_early)):
            yield Reading(table, "all")
        elif how == "SEARCH" and terms == f"{ALONE}=?" and not ends_early:
            yield Reading(table, "programme")


def _in_postgresql(node: Mapping[str, Any], above: tuple[str, ...], large: Collection[str]) -> Iterator[Reading]:
    table, kind = node.get("Relation Name"), str(node["Node Type"])
    ends_early = _ends_early(above)
    if table in large and kind == "Seq Scan" and not (ends_early and "Filter" not in node):
        yield Reading(str(table), "all")
    if table in large and kind in {"Index Scan", "Index Only Scan"} and not ends_early:
        yield from _whole_index(str(table), node)
    for child in node.get("Plans", ()):
        if table in large and child["Node Type"] == "Bitmap Index Scan":
            yield from _whole_index(str(table), child)
        yield from _in_postgresql(child, (kind, *above), large)


def _whole_index(table: str, node: Mapping[str, Any]) -> Iterator[Reading]:
    columns = set(re.findall(r'\(\(?"?(\w+)"?\)?(?:::\w+)? [=<>~@&|*]', str(node.get("Index Cond", ""))))
    if "Index Cond" not in node:
        yield Reading(table, "all")
    elif columns == {ALONE}:
        yield Reading(table, "programme")


def _ends_early(above: tuple[str, ...]) -> bool:
    """Whether a limit is above, with nothing between that needs all rows first."""
    return any(kind == "Limit" and all(one in _ORDERED for one in above[:place]) for place, kind in enumerate(above))
